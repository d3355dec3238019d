\u0061wait 1 // error BW104 escape characters
