#include "tests/benchmark/decode_peers.h"

#ifdef KEQIAN_HAS_ZBAR
#include <zbar.h>
#endif
#ifdef KEQIAN_HAS_OPENCV
#include <opencv2/core.hpp>
#include <opencv2/objdetect.hpp>
#endif

// After the others: it defines a macro Error.
#define ZX_USE_UTF8
#include <ZXing/ReadBarcode.h>

#include "server-sync/qr/decode.h"
#include "tests/support/drawn_frame.h"

namespace keqian::benchmark {
namespace {

using Texts = std::vector<std::string>;
#if __has_include(<ZXing/ReaderOptions.h>)
using ZXing::ReaderOptions;
#else  // before 2.2, as in Debian 12
using ReaderOptions = ZXing::DecodeHints;
#endif

Texts read_ours(const qr::GrayImage& picture) {
  Texts texts;
  for (auto& code : qr::decode_picture(picture)) texts.push_back(std::move(code.text));
  return texts;
}

Texts read_zxing(const qr::GrayImage& picture) {
  const ZXing::ImageView view(picture.pixels, picture.width, picture.height,
                              ZXing::ImageFormat::Lum, picture.stride);
  ReaderOptions options;
  options.setFormats(ZXing::BarcodeFormat::QRCode);
  Texts texts;
  for (const auto& result : ZXing::ReadBarcodes(view, options)) {
    if (result.isValid()) texts.push_back(result.text());
  }
  // Its one-symbol mode reads smaller copies too, which the other does not.
  if (texts.empty()) {
    const auto result = ZXing::ReadBarcode(view, options);
    if (result.isValid()) texts.push_back(result.text());
  }
  return texts;
}

#ifdef KEQIAN_HAS_ZBAR
Texts read_zbar(const qr::GrayImage& picture) {
  zbar::ImageScanner scanner;
  scanner.set_config(zbar::ZBAR_NONE, zbar::ZBAR_CFG_ENABLE, 0);
  scanner.set_config(zbar::ZBAR_QRCODE, zbar::ZBAR_CFG_ENABLE, 1);
  std::vector<std::uint8_t> rows;  // it knows no stride
  for (int y = 0; y < picture.height; ++y) {
    rows.insert(rows.end(), picture.row(y), picture.row(y) + picture.width);
  }
  zbar::Image image(static_cast<unsigned>(picture.width), static_cast<unsigned>(picture.height),
                    "Y800", rows.data(), rows.size());
  scanner.scan(image);
  Texts texts;
  for (auto symbol = image.symbol_begin(); symbol != image.symbol_end(); ++symbol) {
    texts.push_back(symbol->get_data());
  }
  return texts;
}
#endif

#ifdef KEQIAN_HAS_OPENCV
Texts read_opencv(const qr::GrayImage& picture) {
  const cv::Mat pixels(picture.height, picture.width, CV_8U,
                       const_cast<std::uint8_t*>(picture.pixels),
                       static_cast<std::size_t>(picture.stride));
  Texts texts;
  try {
    cv::QRCodeDetector detector;
    detector.detectAndDecodeMulti(pixels, texts);
  } catch (const cv::Exception&) {
    texts.clear();
  }
  std::erase(texts, std::string());
  return texts;
}
#endif

// Whether a reader reads the plainest of pictures.
[[maybe_unused]] bool reads_at_all(Texts (*read)(const qr::GrayImage&)) {
  testing::DrawnFrame frame;
  frame.clutter = 0;
  frame.codes = {testing::DrawnCode{.text = "KEQIAN"}};
  return !read(draw(frame).view()).empty();
}

struct Peers {
  std::vector<CodeReader> found;
  std::string missing;
};

Peers look_for_peers() {
  Peers peers;
  peers.found = {{"keqian", read_ours}, {"ZXing", read_zxing}};
#ifdef KEQIAN_HAS_ZBAR
  peers.found.push_back({"ZBar", read_zbar});
#else
  peers.missing = "ZBar";
#endif
#ifdef KEQIAN_HAS_OPENCV
  const bool opencv_decodes = reads_at_all(read_opencv);
  if (opencv_decodes) peers.found.push_back({"OpenCV", read_opencv});
#else
  const bool opencv_decodes = false;
#endif
  if (!opencv_decodes) peers.missing += peers.missing.empty() ? "OpenCV" : ", OpenCV";
  return peers;
}

const Peers& all_peers() {
  static const Peers kPeers = look_for_peers();
  return kPeers;
}

}  // namespace

std::vector<CodeReader> code_readers() {
  return all_peers().found;
}

std::string missing_peers() {
  return all_peers().missing;
}

}  // namespace keqian::benchmark
