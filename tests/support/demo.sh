# shellcheck shell=bash
# The demo of ./run: one bureau, one kiosk, passes, and the table filling. Sourced by ./run.
# Every step looks first whether its work is done, so that running the demo twice is safe.

readonly kBureauData=$kRunFolder/bureau
readonly kKioskData=$kRunFolder/kiosk
readonly kCampaign=jincheng-2024
readonly kVenue=jincheng-museum
readonly kFirstPort=8470
readonly kLastPort=8499

bureau() { "$kPrograms/keqian-bureau" --data "$kBureauData" "$@"; }

# ---- Programs in the background: a file names the process and the moment it began ----------------
# Besides, everything that is started here carries a mark in its environment, and hands it on to its
# children: what a ./run that was cut short has left behind is found by it.

readonly kMark=KEQIAN_DEMO=$PWD/$kRunFolder

# The 22nd field of stat; the name before it may hold spaces, so count from its closing bracket.
start_moment() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }

is_running() { # name
  local process moment
  [ -f "$kRunFolder/$1.pid" ] || return 1
  read -r process moment <"$kRunFolder/$1.pid"
  [ -n "$moment" ] && [ "$(start_moment "$process")" = "$moment" ]
}

start_program() { # name command…
  local name=$1
  shift
  # Without the lock: that is of this ./run, and the program outlives it.
  setsid env "$kMark" "$@" >"$kRunFolder/$name.log" 2>&1 </dev/null 9>&- &
  printf '%s %s\n' $! "$(start_moment $!)" >"$kRunFolder/$name.pid"
}

stop_program() { # name
  local process moment
  if is_running "$1"; then
    read -r process moment <"$kRunFolder/$1.pid"
    kill "$process" 2>/dev/null || true
    if ! within 15 has_ended "$1"; then kill -9 "$process" 2>/dev/null || true; fi
    echo "stopped: $1"
  fi
  rm -f "$kRunFolder/$1.pid"
}

has_ended() { ! is_running "$1"; }

marked_processes() { grep -lzxF "$kMark" /proc/[0-9]*/environ 2>/dev/null | tr -dc '0-9\n' || true; }

nothing_is_marked() { [ -z "$(marked_processes)" ]; }

# What no file names any more.
stop_strays() {
  nothing_is_marked && return
  # shellcheck disable=SC2046 # one word a process
  kill $(marked_processes) 2>/dev/null || true
  # shellcheck disable=SC2046
  within 15 nothing_is_marked || kill -9 $(marked_processes) 2>/dev/null || true
  echo "stopped: what an earlier ./run had left behind"
}

within() { # seconds command…: true as soon as the command is, false when the time is over
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    [ $SECONDS -lt $deadline ] || return 1
    sleep 0.2
  done
}

# ---- The bureau ----------------------------------------------------------------------------------

port_is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# The kiosk knows the bureau's address, so the port once chosen is kept.
choose_port() {
  if [ -f "$kRunFolder/port" ]; then
    port=$(cat "$kRunFolder/port")
    ! port_is_taken "$port" || fail "another program has port $port, which the demo's kiosk knows: end it, or remove $kRunFolder to begin anew"
    return
  fi
  for ((port = kFirstPort; port <= kLastPort; port++)); do
    if ! port_is_taken "$port"; then
      echo "$port" >"$kRunFolder/port"
      return
    fi
  done
  fail "no port between $kFirstPort and $kLastPort is free"
}

bureau_answers() { curl -fsS -o /dev/null --max-time 2 "http://127.0.0.1:$port/healthz" 2>/dev/null; }

ensure_bureau() {
  if is_running bureau; then
    port=$(cat "$kRunFolder/port")
    echo "the bureau runs already"
    return
  fi
  choose_port
  start_program bureau "$kPrograms/keqian-bureau" --data "$kBureauData" serve --listen "127.0.0.1:$port"
  within 20 bureau_answers || { tail -5 "$kRunFolder/bureau.log" >&2; fail "the bureau does not answer"; }
  echo "the bureau answers at http://127.0.0.1:$port"
}

ensure_campaign() {
  local today ends
  today=$(TZ=Asia/Shanghai date +%F)
  ends=$(bureau campaign list --json | json_value 'all[0] ? all[0].ends : ""')
  if [ -n "$ends" ] && [[ ! "$ends" < "$today" ]]; then
    echo "the demo campaign is there, until $ends"
    return
  fi
  bureau campaign import "assets/campaigns/$kCampaign.toml" --starting "$today"
  rm -f "$kRunFolder/passes.txt" "$kRunFolder/frames/complete"  # their days are over
}

json_value() { # an expression over `all`, the parsed standard input
  node -e 'const all = JSON.parse(require("fs").readFileSync(0, "utf8")); console.log(eval(process.argv[1]))' "$1"
}

# ---- The kiosk -----------------------------------------------------------------------------------

ensure_enrolled() {
  if [ -f "$kRunFolder/enrolled" ]; then
    echo "the kiosk belongs to the bureau already"
    return
  fi
  local code
  code=$(bureau kiosk enrolment-code --venue "$kVenue" --url "http://127.0.0.1:$port" --json | json_value all.code)
  "$kPrograms/keqian-kiosk" enrol --data "$kKioskData" --bureau "http://127.0.0.1:$port" --code "$code"
  touch "$kRunFolder/enrolled"
}

ensure_passes() {
  [ -f "$kRunFolder/passes.txt" ] && return
  local category persons count
  while read -r category persons count; do
    bureau pass issue --campaign "$kCampaign" --category "$category" --persons "$persons" \
      --count "$count" --png "$kRunFolder/passes"
  done >"$kRunFolder/passes.part" <<'PASSES'
public 1 5
professional 1 1
public 3 3
youth 2 2
volunteer 1 2
youth 1 3
science_worker 1 1
public 4 2
PASSES
  mv "$kRunFolder/passes.part" "$kRunFolder/passes.txt"
  echo "$(wc -l <"$kRunFolder/passes.txt") passes, as pictures in $kRunFolder/passes"
}

has_camera() { compgen -G '/dev/video*' >/dev/null; }

# Recorded frames of the passes stand in for a camera.
ensure_frames() {
  if has_camera || [ -f "$kRunFolder/frames/complete" ]; then return; fi
  rm -rf "$kRunFolder/frames"
  "$kPrograms/keqian-pass-frames" "$kRunFolder/frames" <"$kRunFolder/passes.txt"
  touch "$kRunFolder/frames/complete"
}

# A code that is not ours, then a school's pass, each held for some seconds. Neither counts anybody:
# the one is refused, and for the other nobody confirms how many came.
draw_other_frames() {
  local group
  group=$(bureau pass issue --campaign "$kCampaign" --category youth --persons 42)
  rm -rf "$kRunFolder/other-frames"
  printf '%s\n' https://example.org/{1,1,1,1} "$group"{,,,} |
    "$kPrograms/keqian-pass-frames" "$kRunFolder/other-frames" >/dev/null
}

has_display() { [ -n "${DISPLAY:-}" ] && xdotool getdisplaygeometry >/dev/null 2>&1; }

# The demo's own display, where there is one.
use_display() {
  [ -f "$kRunFolder/display" ] && is_running display || return
  DISPLAY=$(cat "$kRunFolder/display")
  export DISPLAY
}

ensure_display() {
  if use_display; then return; fi
  rm -f "$kRunFolder/display"
  if has_display; then return; fi
  # High enough for the window in either position.
  start_program display Xvfb -displayfd 1 -screen 0 1280x1280x24 -nolisten tcp
  within 15 grep -qs '^[0-9]' "$kRunFolder/display.log" || fail "no virtual display: see $kRunFolder/display.log"
  DISPLAY=:$(grep -m 1 '^[0-9]' "$kRunFolder/display.log")
  export DISPLAY
  echo "$DISPLAY" >"$kRunFolder/display"
  echo "no display here: the window opens on a virtual one"
}

ensure_window() {
  if is_running kiosk; then
    use_display || true
    echo "the kiosk's window is open already"
    return
  fi
  ensure_display
  local camera=auto
  has_camera || camera=file:$kRunFolder/frames
  if use_display && ! has_camera && [ ! -f "$kRunFolder/screenshots/complete" ]; then
    picture_other_sides
  fi
  open_window --camera "$camera" --size 1280x800
  echo "the kiosk's window is open, its camera is: $camera"
}

open_window() { # options…
  start_program kiosk "$kPrograms/keqian-kiosk" --data "$kKioskData" "$@"
  within 20 window_is_open || { tail -5 "$kRunFolder/kiosk.log" >&2; fail "the kiosk's window does not open"; }
}

window_is_open() { is_running kiosk && xdotool search --onlyvisible --name Keqian >/dev/null 2>&1; }

# What a day without trouble would not show: English, an upright screen, a refusal, a group.
picture_other_sides() {
  local picture
  draw_other_frames
  open_window --camera "file:$kRunFolder/other-frames" --size 800x1280 --language en
  sleep 2
  for picture in 1 2 3 4 5; do
    take_screenshot "upright-$picture"
    sleep 1.5
  done
  stop_program kiosk >/dev/null
  rm -rf "$kRunFolder/other-frames"
  touch "$kRunFolder/screenshots/complete"
}

# ---- What there is to see ------------------------------------------------------------------------

visitors_in_table() { # row 13: people who came
  bureau table --campaign "$kCampaign" --format json |
    json_value 'all.cells.find((cell) => cell.number === 13).value ?? 0'
}

show_filled_rows() {
  bureau table --campaign "$kCampaign" --format json | node -e '
    const table = JSON.parse(require("fs").readFileSync(0, "utf8"));
    for (const { number, label, value, state } of table.cells) {
      if (state === "value") console.log(`${String(number).padStart(4)}  ${label}  ${value}`);
    }'
}

take_screenshot() { # name
  local window
  mkdir -p "$kRunFolder/screenshots"
  window=$(xdotool search --onlyvisible --name Keqian 2>/dev/null | head -n 1)
  import -window "${window:-root}" "$kRunFolder/screenshots/$1.png" 2>/dev/null && return
  [ -n "${screenshot_failed:-}" ] || echo "no screenshot could be taken" >&2
  screenshot_failed=yes
}

watch_table_fill() {
  local seen=-1 now deadline=$((SECONDS + 60)) steady=0 picture=1
  echo "row 13, 线下活动群众参与数量:"
  while [ $SECONDS -lt $deadline ] && [ $steady -lt 12 ]; do
    now=$(visitors_in_table)
    if [ "$now" != "$seen" ]; then
      echo "  $now"
      steady=0
      seen=$now
    else
      steady=$((steady + 1))
    fi
    if [ -f "$kRunFolder/display" ] && [ $picture -le 6 ]; then take_screenshot "kiosk-$picture"; fi
    picture=$((picture + 1))
    if [ "$now" = 0 ]; then steady=0; fi
    sleep 1
  done
  [ "$seen" != 0 ] || fail "nothing arrived in the table within a minute: see $kRunFolder/kiosk.log and $kRunFolder/bureau.log"
}

# The link for the first administrator; nothing once there is one.
first_link() {
  local needed
  needed=$(curl -fsS --max-time 5 "http://127.0.0.1:$port/api/session" | json_value all.needs_first_administrator)
  [ "$needed" = true ] || return 0
  grep -o 'https\?://[^ ]*/first-administrator?token=[^ ]*' "$kRunFolder/bureau.log" | tail -n 1 || true
}

show_where_to_look() {
  local link
  say "The demo runs"
  echo "  the bureau's pages     http://127.0.0.1:$port/"
  echo "  the official table     http://127.0.0.1:$port/table"
  echo "  a pass for a visitor   http://127.0.0.1:$port/pass"
  link=$(first_link)
  if [ -n "$link" ]; then echo "  the first sign-in      $link  (works once)"; fi
  echo "  printed passes         $kRunFolder/passes/"
  if [ -f "$kRunFolder/display" ]; then echo "  pictures of the kiosk  $kRunFolder/screenshots/"; fi
  echo "  logs and data          $kRunFolder/"
  echo
  echo "Unplug the bureau with ./run unplug, watch the kiosk count on, plug it in with ./run plug."
  echo "End everything with ./run stop."
}

demo_start() {
  mkdir -p "$kRunFolder"
  say "Starting the demo"
  ensure_bureau
  ensure_campaign
  ensure_enrolled
  ensure_passes
  ensure_frames
  ensure_window
  if has_camera; then
    say "Show the passes in $kRunFolder/passes to the camera; every row they fill appears below next time"
  else
    say "The table fills"
    watch_table_fill
  fi
  show_filled_rows
  show_where_to_look
}

counted_at_door() { # persons of the public, as row 13 has them
  "$kPrograms/keqian-kiosk" counts --data "$kKioskData" --json |
    json_value '(all.by_category.public ?? 0) + (all.by_category.youth ?? 0)'
}

# "计 1 人" of the screen that the repeated passes keep in view, and of the welcome screen; then the
# time in which the same place would take the count back.
tap_one_more() { # until so many are counted
  xdotool mousemove 773 611 mousedown 1 sleep 0.1 mouseup 1
  sleep 7
  [ "$(counted_at_door)" -ge "$1" ]
}

show_both() { echo "  at the door $(counted_at_door), in row 13 of the table $(visitors_in_table)"; }

demo_unplug() {
  is_running bureau || fail "the demo's bureau does not run: start the demo with ./run"
  stop_program bureau
  # Nobody can touch a virtual display, so it is tapped here.
  if is_running kiosk && use_display; then
    within 60 tap_one_more $(($(counted_at_door) + 2)) || fail "the kiosk does not count: see $kRunFolder/kiosk.log"
    take_screenshot unplugged
  fi
  show_both
}

table_has_all() { [ "$(visitors_in_table)" = "$(counted_at_door)" ]; }

demo_plug() {
  local link
  [ -f "$kRunFolder/port" ] || fail "there is no demo yet: start it with ./run"
  ensure_bureau
  if is_running kiosk; then
    # The kiosk tries again by itself, after a while that grew with the outage.
    within 120 table_has_all || fail "not everything has arrived within two minutes: see $kRunFolder/kiosk.log"
  fi
  show_both
  link=$(first_link)
  if [ -n "$link" ]; then echo "  the first sign-in is still to come: $link"; fi
}

demo_stop() {
  local name any=no
  for name in kiosk bureau display; do
    if is_running "$name"; then any=yes; fi
    stop_program "$name"
  done
  if ! nothing_is_marked; then any=yes; fi
  stop_strays
  rm -f "$kRunFolder/display"
  if [ $any = no ]; then echo "nothing of the demo runs"; fi
}
