// Finding check-ins by session, category and method, newest first, also among hundreds of
// thousands and without an index that each check-in would have to pay for: the tallies say between
// which sequences the plain rows of a key lie, and reversals and exits, which are rare, have
// indexes of their own. Internal to this folder; runs inside its caller's transaction and throws
// SQLite::Exception.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/ledger/connection.h"
#include "server-sync/wire/messages.h"

namespace keqian::kiosk {

struct RowFilter {
  std::optional<std::string> session_id;
  std::optional<std::string> category;  // as they are spelt in the file
  std::optional<std::string> method;

  bool everything() const { return !session_id && !category && !method; }
};

// The plain entries (no exits, no reversals), newest first.
class RowSearch {
 public:
  // Those older than `before`; 0: from the newest. `connection` outlives the search.
  RowSearch(Connection& connection, RowFilter filter, wire::Sequence before);
  // Empty at the end.
  std::optional<wire::Sequence> next_plain_entry();

 private:
  struct Span {
    wire::Sequence first = 0;
    wire::Sequence last = 0;
  };
  void read_spans(wire::Sequence before);
  void read_rows();

  Connection& connection_;
  RowFilter filter_;
  std::vector<Span> spans_;           // apart from each other, the newest at the end
  std::vector<wire::Sequence> rows_;  // found, the newest at the end
};

// The newest `rows_max` rows of all kinds that fit, older than `before` (0: from the newest).
std::vector<wire::Sequence> find_rows(Connection& connection, const RowFilter& filter,
                                      wire::Sequence before, int rows_max);
// The newest row of each check-in and exit that fits, also of one that was taken back, in the order
// of their first rows: the newest `rows_max` that began before `before` (0: all).
std::vector<wire::Sequence> find_check_ins(Connection& connection, const RowFilter& filter,
                                           wire::Sequence before, int rows_max);
// Of those, the ones that were taken back or count otherwise than at first.
std::vector<wire::Sequence> find_corrected(Connection& connection, const RowFilter& filter,
                                           wire::Sequence before, int rows_max);

}  // namespace keqian::kiosk
