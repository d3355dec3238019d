await using resource = null // error BW102 await using
