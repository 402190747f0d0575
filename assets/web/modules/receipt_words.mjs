// What the bureau has made of a kiosk's data that was carried to it, in words.
import { text } from './language.mjs';

const kKnownProblems = ['history_differs', 'revoked_kiosk', 'unknown_kiosk',
                        'code_unknown_or_used', 'code_expired'];

// Lines, the most important first.
export function receiptWords(answered) {
  const { problem } = answered;
  return [
    answered.enrolled ? text('parcel.enrolled', answered) : null,
    answered.uploads_taken > 0
      ? text('parcel.taken', { count: answered.items_taken, complete_to: answered.complete_to })
      : null,
    answered.refused_items > 0 ? text('parcel.refused', { count: answered.refused_items }) : null,
    problem === '' ? null
      : kKnownProblems.includes(problem) ? text(`parcel.problem_${problem}`)
        : text('parcel.problem_other', { code: problem }),
  ].filter(Boolean);
}
