#include "kiosk/runtime/carrying.h"

#include <algorithm>
#include <system_error>
#include <utility>
#include <vector>

#include "server-sync/base/files.h"
#include "server-sync/base/log.h"
#include "server-sync/qr/encode.h"
#include "server-sync/wire/messages.h"
#include "server-sync/wire/parcel.h"
#include "server-sync/wire/part.h"

namespace keqian::kiosk {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFilesMax = 256;  // looked at in one folder
constexpr std::string_view kFolder = "keqian";

class Visit {
 public:
  Visit(const CarryParts& parts, fs::path stick, bool locked)
      : parts_(parts), stick_(std::move(stick)), locked_(locked) {}

  StickVisit make(const std::string& enrolment) {
    for (const auto& file : files_named(wire::kToKiosk)) {
      if (!take(file)) return done_;
    }
    if (const auto status = write_what_is_due(enrolment); !status.ok()) {
      fail(status.error(), StickProblem::kFailed);
    }
    return done_;
  }

 private:
  // Of the stick and of its own folder, in the order of their names.
  std::vector<fs::path> files_named(std::string_view ending) const {
    std::vector<fs::path> files;
    for (const auto& folder : {stick_, stick_ / kFolder}) {
      std::size_t seen = 0;
      std::error_code error;
      for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
           entry.increment(error)) {
        if (++seen > kFilesMax) break;
        std::error_code unknown;
        const bool is_ours = entry->path().filename().string().ends_with(ending);
        if (is_ours && entry->is_regular_file(unknown)) files.push_back(entry->path());
      }
    }
    std::sort(files.begin(), files.end());
    return files;
  }

  // False where nothing more can be done.
  bool take(const fs::path& file) {
    const auto bytes = read_file(file, wire::kParcelBytesMax);
    if (!bytes) return leave(bytes.error(), done_.answers_damaged);
    const auto taken = uploader::take_answers(*bytes, parts_.outbox, parts_.shelf);
    if (!taken) {
      const auto& error = taken.error();
      if (error.kind == ErrorKind::kStorage) {
        fail(error, StickProblem::kFailed);
        return false;
      }
      const bool is_for_another = error.kind == ErrorKind::kNotFound;
      return leave(error, is_for_another ? done_.answers_of_others : done_.answers_damaged);
    }
    ++done_.answers_taken;
    done_.enrolled = done_.enrolled || taken->enrolled;
    done_.refused_rows += taken->refused_rows;
    if (taken->failure != uploader::SyncFailure::kNone) {
      done_.refused = true;
      log_warning("stick: the bureau refused: " + taken->detail);
    }
    remove(file);
    return true;
  }

  static bool leave(const Error& error, int& counter) {
    log_warning("stick: " + error.text());
    ++counter;
    return true;
  }

  Status write_what_is_due(const std::string& enrolment) {
    KEQIAN_TRY(const auto identity, parts_.outbox.identity());
    KEQIAN_TRY(const auto counts, parts_.outbox.counts());
    done_.pending = counts.pending;
    if (identity) {
      // Where the bureau has everything, another file would only call for another answer.
      if (done_.answers_taken > 0 && counts.pending == 0) {
        remove_replaced({});
        return ok();
      }
      if (locked_) return cannot_write();
      KEQIAN_TRY(const auto packed, uploader::pack_pending(parts_.outbox, parts_.shelf,
                                                           parts_.clock, parts_.randomness));
      return write(packed);
    }
    // A code that the bureau has refused is not carried there again.
    if (enrolment.empty() || done_.refused) return ok();
    if (locked_) return cannot_write();
    KEQIAN_TRY(const auto parsed, wire::parse_enrolment_string(enrolment));
    KEQIAN_TRY(const auto packed, uploader::pack_enrolment(parsed, parts_.version, parts_.shelf,
                                                           parts_.clock, parts_.randomness));
    return write(packed);
  }

  Status cannot_write() {
    done_.problem = StickProblem::kReadOnly;
    return ok();
  }

  Status write(const uploader::PackedParcel& packed) {
    std::error_code error;
    fs::create_directories(stick_ / kFolder, error);
    const auto status = write_to_take_along(stick_ / kFolder / packed.file_name, packed.bytes);
    if (!status.ok()) {
      const auto space = fs::space(stick_, error);
      const bool is_full = !error && space.available < packed.bytes.size();
      fail(status.error(), is_full ? StickProblem::kFull : StickProblem::kFailed);
      return ok();
    }
    done_.written = packed.file_name;
    done_.rows = packed.rows;
    done_.complete = packed.complete;
    remove_replaced(packed.file_name);
    return ok();
  }

  // Files that this kiosk has written before hold nothing that the newest one lacks.
  void remove_replaced(const std::string& newest) const {
    for (const auto& file : files_named(wire::kToBureau)) {
      if (file.filename() == newest) continue;
      const auto bytes = read_file(file, wire::kParcelBytesMax);
      const auto label =
          bytes ? wire::read_label(*bytes) : Result<wire::ParcelLabel>(bytes.error());
      if (label && parts_.shelf.kept_parcel(label->name).ok()) remove(file);
    }
  }

  // What stays because it cannot be removed is taken again the next time, and changes nothing.
  void remove(const fs::path& file) const {
    std::error_code error;
    if (!locked_) fs::remove(file, error);
  }

  void fail(const Error& error, StickProblem problem) {
    log_warning("stick: " + error.text());
    done_.problem = problem;
  }

  const CarryParts& parts_;
  const fs::path stick_;
  const bool locked_;
  StickVisit done_;
};

CodePicture picture_of(qr::QrSymbol symbol) {
  return {symbol.side_modules, std::move(symbol.modules)};
}

RelayProblem problem_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kNotFound:
      return RelayProblem::kOfAnother;
    case ErrorKind::kStorage:
      return RelayProblem::kFailed;
    default:
      return RelayProblem::kDamaged;
  }
}

}  // namespace

Result<RelayCodes> pack_relay(const CarryParts& parts) {
  KEQIAN_TRY(const auto packed,
             uploader::pack_pending(parts.outbox, parts.shelf, parts.clock, parts.randomness));
  KEQIAN_TRY(const auto identity, parts.outbox.identity());
  RelayCodes relay{.codes = {}, .rows = packed.rows, .complete = packed.complete};
  const auto pieces = wire::cut(packed.bytes, wire::kPartBytesToBureau);
  if (!pieces) return relay;
  relay.codes.reserve(pieces->size());
  for (const auto& piece : *pieces) {
    KEQIAN_TRY(auto symbol, qr::encode_qr(wire::encode(piece, identity->bureau_url)));
    relay.codes.push_back(picture_of(std::move(symbol)));
  }
  return relay;
}

RelayReceipt take_relayed(const CarryParts& parts, const std::string& bytes) {
  RelayReceipt receipt;
  const auto taken = uploader::take_answers(bytes, parts.outbox, parts.shelf);
  if (!taken) {
    log_warning("relay: " + taken.error().text());
    receipt.problem = problem_of(taken.error().kind);
    return receipt;
  }
  receipt.refused = taken->failure != uploader::SyncFailure::kNone;
  if (receipt.refused) log_warning("relay: the bureau refused: " + taken->detail);
  receipt.refused_rows = taken->refused_rows;
  const auto counts = parts.outbox.counts();
  if (!counts) return {.problem = RelayProblem::kFailed};
  receipt.pending = counts->pending;
  return receipt;
}

StickVisit visit_stick(const CarryParts& parts, const StickPlaces& places,
                       const std::string& enrolment) {
  if (auto stick = places.usb_stick())
    return Visit(parts, std::move(*stick), false).make(enrolment);
  if (auto stick = places.locked_stick()) {
    return Visit(parts, std::move(*stick), true).make(enrolment);
  }
  return {.problem = StickProblem::kNoStick};
}

}  // namespace keqian::kiosk
