const = 1 // error BW104 this does not parse
