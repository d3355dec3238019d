for await (const one of [1]) console.log(one) // error BW102 for await is not available
