#include "kiosk/runtime/desk_work.h"

#include <string>
#include <system_error>
#include <type_traits>
#include <utility>

#include "server-sync/base/assert.h"

namespace keqian::kiosk {
namespace {

template <typename Asked, typename... Others>
constexpr bool kIsOneOf = (std::is_same_v<Asked, Others> || ...);

template <typename Asked>
constexpr bool kIsLong = kIsOneOf<Asked, CheckLedger, ExportDay, WriteSupportBundle, ListCameras>;

template <typename Asked>
constexpr bool kIsTheDesks =
    kIsLong<Asked> ||
    kIsOneOf<Asked, ReadPinState, CheckPin, SetPin, ReadPinReset, CheckResetCode, ResetPin,
             LoadProgramme, OpenSession, CountInto, CloseSession, SetHeadCounts, LoadLines,
             AmendLine, ReverseLine, CountByHand, LoadFigures, LoadReport, SetDate, PreviewClosing,
             CloseDay, StoreSettings>;

// One question at a time; each gives its answer's news or the error.
class Desk {
 public:
  Desk(StaffDesk& desk, const DeskSurroundings& surroundings)
      : desk_(desk), surroundings_(surroundings) {}

  Result<StaffNews> ask(const ReadPinState& asked) {
    KEQIAN_TRY(const auto state, desk_.pin_state());
    return StaffNews(PinStateRead{asked.request, state});
  }
  Result<StaffNews> ask(const CheckPin& asked) {
    KEQIAN_TRY(const auto answer, desk_.check_pin(asked.pin));
    return StaffNews(PinAnswered{asked.request, answer});
  }
  Result<StaffNews> ask(const SetPin& asked) {
    return done(asked.request, desk_.set_pin(asked.pin));
  }
  Result<StaffNews> ask(const ReadPinReset& asked) {
    KEQIAN_TRY(auto reset, desk_.pin_reset());
    return StaffNews(PinResetRead{asked.request, std::move(reset)});
  }
  Result<StaffNews> ask(const CheckResetCode& asked) {
    KEQIAN_TRY(const auto answer, desk_.check_reset_code(asked.code));
    return StaffNews(PinAnswered{asked.request, answer});
  }
  Result<StaffNews> ask(const ResetPin& asked) {
    return done(asked.request, desk_.reset_pin(asked.code, asked.pin));
  }
  Result<StaffNews> ask(const LoadProgramme& asked) {
    KEQIAN_TRY(auto programme, desk_.programme());
    return StaffNews(ProgrammeRead{asked.request, std::move(programme)});
  }
  Result<StaffNews> ask(const OpenSession& asked) {
    KEQIAN_CHECK_OK(desk_.open_session(asked.opening));
    return StaffNews(StaffDone{asked.request});
  }
  Result<StaffNews> ask(const CountInto& asked) {
    return done(asked.request, desk_.count_into(asked.id));
  }
  Result<StaffNews> ask(const CloseSession& asked) {
    return done(asked.request, desk_.close_session(asked.id));
  }
  Result<StaffNews> ask(const SetHeadCounts& asked) {
    return done(asked.request, desk_.set_head_counts(asked.id, asked.staff));
  }
  Result<StaffNews> ask(const LoadLines& asked) {
    KEQIAN_TRY(auto page, desk_.lines(asked.filter, asked.before));
    return StaffNews(LinesRead{asked.request, std::move(page)});
  }
  Result<StaffNews> ask(const AmendLine& asked) {
    KEQIAN_TRY(auto answer,
               desk_.amend(asked.sequence, asked.category, asked.persons, asked.reason));
    return StaffNews(RowCorrected{asked.request, std::move(answer)});
  }
  Result<StaffNews> ask(const ReverseLine& asked) {
    KEQIAN_TRY(auto answer, desk_.reverse(asked.sequence, asked.reason));
    return StaffNews(RowCorrected{asked.request, std::move(answer)});
  }
  Result<StaffNews> ask(const CountByHand& asked) {
    KEQIAN_TRY(auto answer,
               desk_.count_by_hand(asked.session, asked.category, asked.persons, asked.reason));
    return StaffNews(RowCorrected{asked.request, std::move(answer)});
  }
  Result<StaffNews> ask(const LoadFigures& asked) {
    KEQIAN_TRY(auto figures, desk_.figures());
    return StaffNews(FiguresRead{asked.request, std::move(figures)});
  }
  Result<StaffNews> ask(const LoadReport& asked) {
    KEQIAN_TRY(auto report, desk_.report());
    return StaffNews(ReportRead{asked.request, std::move(report)});
  }
  Result<StaffNews> ask(const CheckLedger& asked) {
    KEQIAN_TRY(auto check, desk_.check());
    return StaffNews(LedgerChecked{asked.request, std::move(check)});
  }
  Result<StaffNews> ask(const SetDate& asked) {
    return done(asked.request, desk_.set_date(asked.date, asked.minute_of_day));
  }
  Result<StaffNews> ask(const PreviewClosing& asked) {
    KEQIAN_TRY(auto closing, desk_.preview_closing());
    return StaffNews(ClosingRead{asked.request, std::move(closing)});
  }
  Result<StaffNews> ask(const CloseDay& asked) {
    KEQIAN_TRY(auto closing, desk_.close_day());
    return StaffNews(ClosingRead{asked.request, std::move(closing)});
  }
  Result<StaffNews> ask(const ExportDay& asked) {
    KEQIAN_TRY(const auto folder, folder_for_files());
    KEQIAN_TRY(const auto files,
               surroundings_.export_day(desk_, asked.date, asked.language, folder));
    return written(asked.request, files);
  }
  Result<StaffNews> ask(const WriteSupportBundle& asked) {
    KEQIAN_TRY(const auto folder, folder_for_files());
    KEQIAN_TRY(const auto file, desk_.write_support_bundle(folder));
    return written(asked.request, {file});
  }
  Result<StaffNews> ask(const StoreSettings& asked) {
    for (const auto& setting : asked.settings) {
      KEQIAN_CHECK_OK(desk_.set_setting(setting.key, setting.value));
    }
    return StaffNews(StaffDone{asked.request});
  }
  Result<StaffNews> ask(const ListCameras& asked) {
    return StaffNews(CamerasListed{asked.request, surroundings_.cameras()});
  }

  bool on_stick() const { return on_stick_; }

 private:
  static Result<StaffNews> done(RequestId request, const Status& status) {
    if (!status.ok()) return status.error();
    return StaffNews(StaffDone{request});
  }

  Result<std::filesystem::path> folder_for_files() {
    const auto stick = surroundings_.usb_stick();
    on_stick_ = stick.has_value();
    const auto folder = stick ? *stick / "keqian" : surroundings_.own_folder;
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) return Error{ErrorKind::kStorage, folder.string() + ": " + error.message(), {}};
    return folder;
  }

  Result<StaffNews> written(RequestId request, const std::vector<std::filesystem::path>& files) {
    Written written;
    for (const auto& file : files) written.files.push_back(file.string());
    written.removable = on_stick_;
    return StaffNews(FilesWritten{request, std::move(written)});
  }

  StaffDesk& desk_;
  const DeskSurroundings& surroundings_;
  bool on_stick_ = false;
};

}  // namespace

DeskPace pace_of(const Effect& effect) {
  return std::visit(
      []<typename Asked>(const Asked&) {
        if constexpr (kIsLong<Asked>) return DeskPace::kLong;
        return kIsTheDesks<Asked> ? DeskPace::kQuick : DeskPace::kNotTheDesks;
      },
      effect);
}

RequestId desk_request_of(const Effect& effect) {
  return std::visit(
      []<typename Asked>(const Asked& asked) -> RequestId {
        if constexpr (kIsTheDesks<Asked>) return asked.request;
        return 0;
      },
      effect);
}

bool changes_the_day(const Effect& effect) {
  return std::visit(
      []<typename Asked>(const Asked&) {
        return kIsOneOf<Asked, OpenSession, CountInto, CloseSession, SetHeadCounts, AmendLine,
                        ReverseLine, CountByHand, SetDate, CloseDay>;
      },
      effect);
}

StaffTrouble trouble_of(const Error& error) {
  const auto problem = [&] {
    switch (error.kind) {
      case ErrorKind::kNotFound:
        return StaffProblem::kNotFound;
      case ErrorKind::kConflict:
        return StaffProblem::kConflict;
      case ErrorKind::kInvalid:
        return StaffProblem::kInvalid;
      case ErrorKind::kDenied:
      case ErrorKind::kUnavailable:
      case ErrorKind::kStorage:
      case ErrorKind::kInternal:
        return StaffProblem::kStorage;
    }
    KEQIAN_ASSERT(false);
  };
  return {problem(), error.text()};
}

StaffNews ask_desk(StaffDesk& desk, const Effect& effect, const DeskSurroundings& surroundings) {
  Desk work(desk, surroundings);
  return std::visit(
      [&]<typename Asked>(const Asked& asked) -> StaffNews {
        if constexpr (kIsTheDesks<Asked>) {
          auto answer = work.ask(asked);
          if (answer) return std::move(*answer);
          StaffTrouble trouble = trouble_of(answer.error());
          if (work.on_stick()) trouble.problem = StaffProblem::kNoMedium;
          return StaffFailed{asked.request, std::move(trouble)};
        } else {
          KEQIAN_ASSERT(false);
        }
      },
      effect);
}

}  // namespace keqian::kiosk
