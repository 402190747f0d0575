#include "kiosk/platform/partial_show.h"

#include <GLFW/glfw3.h>

// GLX's header brings X11's macros along, so nothing of ours that they would rename follows it.
#include <GL/glx.h>

#include <string_view>

namespace keqian::kiosk {
namespace {

bool is_software(std::string_view renderer) {
  return renderer.starts_with("llvmpipe") || renderer.starts_with("softpipe");
}

}  // namespace

PartialShow::PartialShow() {
  const auto* const renderer = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
  // Under another window system than X11 GLFW knows no extension of this name.
  if (renderer == nullptr || !is_software(renderer) ||
      glfwExtensionSupported("GLX_MESA_copy_sub_buffer") != GLFW_TRUE) {
    return;
  }
  copy_ = glfwGetProcAddress("glXCopySubBufferMESA");
}

void PartialShow::show(int left, int bottom, int width, int height) const {
  reinterpret_cast<PFNGLXCOPYSUBBUFFERMESAPROC>(copy_)(
      glXGetCurrentDisplay(), glXGetCurrentDrawable(), left, bottom, width, height);
}

}  // namespace keqian::kiosk
