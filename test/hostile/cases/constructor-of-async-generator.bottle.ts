const wait = async function* () {} // error BW102 an async function
wait.constructor('await 1')
