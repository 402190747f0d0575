// Dates and times as people at the bureau read them: business days and clocks of Asia/Shanghai,
// ages against the server's clock, since the reader's own may be wrong.
import { locale, text } from './language.mjs';
import { phrase } from './phrase.mjs';

const kZone = 'Asia/Shanghai';
let serverAheadMs = 0;

export function noteServerTime(serverUtcMs) {
  serverAheadMs = serverUtcMs - Date.now();
}

export function serverNow() {
  return Date.now() + serverAheadMs;
}

function format(utcMs, options) {
  return new Intl.DateTimeFormat(locale(), { timeZone: kZone, ...options }).format(utcMs);
}

export function timeOfDay(utcMs) {
  return format(utcMs, { hour: '2-digit', minute: '2-digit', hour12: false });
}

export function dateAndTime(utcMs) {
  return format(utcMs, {
    month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false,
  });
}

// "2024-05-25" → "2024年5月25日" or "25 May 2024"; the weekday on demand.
export function longDate(businessDate, { weekday = false } = {}) {
  return new Intl.DateTimeFormat(locale() === 'en' ? 'en-GB' : locale(), {
    timeZone: 'UTC', year: 'numeric', month: 'long', day: 'numeric',
    ...(weekday ? { weekday: 'long' } : {}),
  }).format(Date.parse(`${businessDate}T00:00:00Z`));
}

// Children for `element`.
export function period(starts, ends) {
  if (!starts || !ends) return [text('campaign.period_open')];
  return phrase('campaign.period', { starts: longDate(starts), ends: longDate(ends) });
}

// Today's business date, "YYYY-MM-DD".
export function businessToday() {
  return new Intl.DateTimeFormat('en-CA', { timeZone: kZone }).format(serverNow());
}

export function hourOfDay() {
  return Number(format(serverNow(), { hour: '2-digit', hourCycle: 'h23' }).replace(/\D/g, ''));
}

// Of the business day, 0–1439.
export function minuteOfDay() {
  const [hour, minute] = timeOfDay(serverNow()).match(/\d+/g).map(Number);
  return (hour % 24) * 60 + minute;
}

// "刚刚", "12 分钟前", "3 小时前", then the date.
export function age(utcMs) {
  const minutes = Math.floor((serverNow() - utcMs) / 60_000);
  if (minutes < 1) return text('age.now');
  if (minutes < 60) return text('age.minutes', { count: minutes });
  if (minutes < 24 * 60) return text('age.hours', { count: Math.floor(minutes / 60) });
  return dateAndTime(utcMs);
}

// A span as words: "45 秒", "3 分钟", "2 小时".
export function span(ms) {
  const seconds = Math.round(Math.abs(ms) / 1000);
  if (seconds < 120) return text('span.seconds', { count: seconds });
  if (seconds < 7200) return text('span.minutes', { count: Math.round(seconds / 60) });
  return text('span.hours', { count: Math.round(seconds / 3600) });
}
