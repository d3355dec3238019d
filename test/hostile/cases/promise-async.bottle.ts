const wait = async () => 1 // error BW102 an async function is not available
export default wait()
