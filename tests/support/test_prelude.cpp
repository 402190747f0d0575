// A precompiled header belongs to a target, and a target has a source; there is nothing else to
// compile.
