const wait = async () => {} // error BW102 an async function
wait.constructor('await 1')
