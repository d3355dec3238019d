// error BW111 (no line) the bottle file ran for too long
throw { message: { toString() { for (;;); } } }
