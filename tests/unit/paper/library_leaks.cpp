// Two libraries do not give back what they keep: each PDF of Cairo 1.16 leaves 768 bytes however it
// is ended, and fontconfig's patterns live as long as the program. The sanitizer is told here, for
// this program alone; a day's sheet is drawn a few times a day.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libcairo.so\nleak:libfontconfig.so\n";
}
