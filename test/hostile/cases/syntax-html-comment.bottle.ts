const x = 1
<!-- hidden // error BW104 HTML comments
