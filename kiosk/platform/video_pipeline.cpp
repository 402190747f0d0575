#include "kiosk/platform/video_pipeline.h"

#include <gst/app/gstappsink.h>
#include <gst/gst.h>
#include <gst/video/video.h>

#include <utility>

#include "kiosk/platform/gstreamer_library.h"

namespace keqian::kiosk {
namespace {

constexpr int kAwakeFramesPerSecond = 15;
constexpr int kRestingFramesPerSecond = 3;

template <typename T>
struct Unref {
  void operator()(T* object) const { gst_object_unref(object); }
};
template <typename T>
using GstPointer = std::unique_ptr<T, Unref<T>>;

struct MessageUnref {
  void operator()(GstMessage* message) const { gst_message_unref(message); }
};

GstPointer<GstElement> element(GstElement* pipeline, const char* name) {
  return GstPointer<GstElement>(gst_bin_get_by_name(GST_BIN(pipeline), name));
}

// A sample and its mapping into memory, given back when the last frame that shares them goes.
class MappedSample {
 public:
  explicit MappedSample(GstSample* sample) : sample_(sample) {
    GstVideoInfo info;
    mapped_ = gst_video_info_from_caps(&info, gst_sample_get_caps(sample)) &&
              gst_video_frame_map(&frame_, &info, gst_sample_get_buffer(sample), GST_MAP_READ);
  }
  ~MappedSample() {
    if (mapped_) gst_video_frame_unmap(&frame_);
    gst_sample_unref(sample_);
  }
  MappedSample(const MappedSample&) = delete;
  MappedSample& operator=(const MappedSample&) = delete;

  bool is_mapped() const { return mapped_; }
  int width() const { return GST_VIDEO_FRAME_WIDTH(&frame_); }
  int height() const { return GST_VIDEO_FRAME_HEIGHT(&frame_); }
  int stride() const { return GST_VIDEO_FRAME_PLANE_STRIDE(&frame_, 0); }
  const std::uint8_t* pixels() const {
    return static_cast<const std::uint8_t*>(GST_VIDEO_FRAME_PLANE_DATA(&frame_, 0));
  }

 private:
  GstSample* sample_;
  GstVideoFrame frame_{};
  bool mapped_ = false;
};

std::shared_ptr<const MappedSample> pull(GstAppSink* sink) {
  GstSample* const sample = gst_app_sink_pull_sample(sink);
  if (sample == nullptr) return nullptr;
  auto mapped = std::make_shared<const MappedSample>(sample);
  return mapped->is_mapped() ? mapped : nullptr;
}

GstFlowReturn take_gray(GstAppSink* sink, gpointer taker) {
  if (const auto sample = pull(sink)) {
    static_cast<FrameTaker*>(taker)->gray(
        {sample->pixels(), sample->width(), sample->height(), sample->stride(), 0, sample});
  }
  return GST_FLOW_OK;
}

GstFlowReturn take_colour(GstAppSink* sink, gpointer taker) {
  constexpr int kRgbaBytes = 4;
  const auto sample = pull(sink);
  // RGBA rows are whole words, so GStreamer never pads them; a padded row would be shown skewed.
  if (sample && sample->stride() == sample->width() * kRgbaBytes) {
    static_cast<FrameTaker*>(taker)->colour(
        {sample->pixels(), sample->width(), sample->height(), 0, sample});
  }
  return GST_FLOW_OK;
}

void connect(GstElement* pipeline, const char* name, FrameTaker& taker,
             GstFlowReturn (*function)(GstAppSink*, gpointer)) {
  GstAppSinkCallbacks callbacks{};
  callbacks.new_sample = function;
  gst_app_sink_set_callbacks(GST_APP_SINK(element(pipeline, name).get()), &callbacks, &taker,
                             nullptr);
}

void configure_source(GstElement* source, const PipelinePlan& plan) {
  if (!plan.device.empty()) g_object_set(source, "device", plan.device.c_str(), nullptr);
  if (!plan.location.empty()) g_object_set(source, "location", plan.location.c_str(), nullptr);
  if (plan.last_index >= 0) {
    g_object_set(source, "start-index", plan.first_index, "index", plan.first_index, "stop-index",
                 plan.last_index, nullptr);
  }
}

// "source: Cannot identify device '/dev/video9'."
Error failure_of(GstMessage* message) {
  GError* error = nullptr;
  gst_message_parse_error(message, &error, nullptr);
  std::string text = error != nullptr ? error->message : "unknown failure";
  while (!text.empty() && text.back() == '.') text.pop_back();
  if (GST_MESSAGE_SRC(message) != nullptr) {
    text = std::string(GST_MESSAGE_SRC_NAME(message)) + ": " + text;
  }
  g_clear_error(&error);
  return {ErrorKind::kUnavailable, text, "check the camera's cable, or choose another one"};
}

}  // namespace

struct VideoPipeline::State {
  FrameTaker taker;
  GstPointer<GstElement> pipeline;
  GstPointer<GstBus> bus;
  bool rewinds = false;

  ~State() {
    // Joins the streaming threads.
    if (pipeline) gst_element_set_state(pipeline.get(), GST_STATE_NULL);
  }
};

Result<std::unique_ptr<VideoPipeline>> VideoPipeline::start(const PipelinePlan& plan,
                                                            FrameTaker taker) {
  KEQIAN_CHECK_OK(initialise_gstreamer());
  auto state = std::make_unique<State>();
  state->taker = std::move(taker);
  state->rewinds = plan.rewinds;
  GError* error = nullptr;
  GstElement* const parsed = gst_parse_launch(plan.description.c_str(), &error);
  if (parsed != nullptr) state->pipeline.reset(GST_ELEMENT(gst_object_ref_sink(parsed)));
  if (error != nullptr) {
    const std::string reason = error->message;
    g_clear_error(&error);
    return Error{ErrorKind::kUnavailable, "the camera's pipeline cannot be built: " + reason,
                 "install gstreamer1.0-plugins-base and gstreamer1.0-plugins-good"};
  }
  state->bus.reset(gst_element_get_bus(state->pipeline.get()));
  configure_source(element(state->pipeline.get(), "source").get(), plan);
  connect(state->pipeline.get(), "gray", state->taker, take_gray);
  connect(state->pipeline.get(), "colour", state->taker, take_colour);
  auto started = std::unique_ptr<VideoPipeline>(new VideoPipeline(std::move(state)));
  started->set_pace(CameraPace::kAwake);
  // A refusal has its reason on the bus; watch() reports it.
  gst_element_set_state(started->state_->pipeline.get(), GST_STATE_PLAYING);
  return started;
}

VideoPipeline::VideoPipeline(std::unique_ptr<State> state) : state_(std::move(state)) {}
VideoPipeline::~VideoPipeline() = default;

Status VideoPipeline::watch(int timeout_ms) {
  const std::unique_ptr<GstMessage, MessageUnref> message(gst_bus_timed_pop_filtered(
      state_->bus.get(), static_cast<GstClockTime>(timeout_ms) * GST_MSECOND,
      static_cast<GstMessageType>(GST_MESSAGE_ERROR | GST_MESSAGE_EOS | GST_MESSAGE_APPLICATION)));
  if (!message) return ok();
  if (GST_MESSAGE_TYPE(message.get()) == GST_MESSAGE_ERROR) return failure_of(message.get());
  if (GST_MESSAGE_TYPE(message.get()) == GST_MESSAGE_EOS) {
    const bool rewound =
        state_->rewinds &&
        gst_element_seek_simple(
            state_->pipeline.get(), GST_FORMAT_TIME,
            static_cast<GstSeekFlags>(GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_KEY_UNIT), 0);
    if (!rewound) return Error{ErrorKind::kUnavailable, "the camera's frames ended", {}};
  }
  return ok();
}

void VideoPipeline::interrupt() {
  gst_bus_post(state_->bus.get(),
               gst_message_new_application(nullptr, gst_structure_new_empty("interrupt")));
}

void VideoPipeline::set_pace(CameraPace pace) {
  const int rate = pace == CameraPace::kAwake ? kAwakeFramesPerSecond : kRestingFramesPerSecond;
  g_object_set(element(state_->pipeline.get(), "pace").get(), "max-rate", rate, nullptr);
}

}  // namespace keqian::kiosk
