// error BW111 (no line) the bottle file ran for too long
try {
  for (;;);
} finally {
  for (;;);
}
