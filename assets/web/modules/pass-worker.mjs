self.addEventListener("fetch", () => PASS_FILES);
