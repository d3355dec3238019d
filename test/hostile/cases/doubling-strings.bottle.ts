let text = 'x'
for (;;) text += text // error BW110 string too long
