export default Math.random() // error BW102 randomness is not available in a bottle file
