let text = 'x'
for (;;) text = [text, text].join(text) // error BW112 too much memory
