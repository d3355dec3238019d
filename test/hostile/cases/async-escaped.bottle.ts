const wait = \u0061sync () => 1 // error BW104 escape characters
