// error BW101 (no line) has no export "bottle"
throw new SyntaxError("Could not find export 'bottle' in module 'bottleworks:index'")
