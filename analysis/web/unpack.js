// SPDX-License-Identifier: Apache-2.0
// Numbers out of the base64 of the page.

function bytes(text) {
  return Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
}

/** Times: eight bytes a number. What is unpacked already stays as it is. */
export function times(text) {
  if (typeof text !== "string") return text;
  return new Float64Array(bytes(text).buffer);
}

/** Values: two bytes between low and low + span; null where one is missing. */
export function values(packed) {
  if (Array.isArray(packed)) return packed;
  const { low, span, codes } = packed;
  const missing = 65535;
  return Array.from(new Uint16Array(bytes(codes).buffer), (code) =>
    code === missing ? null : low + (code / (missing - 1)) * span,
  );
}

/** Four digits that matter, as the text of the page has them. */
export function numberText(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (value !== 0 && Math.abs(value) < 1e-4) return value.toExponential(1);
  return Number(value.toPrecision(4)).toLocaleString("en", { maximumSignificantDigits: 4 });
}

const moment = new Intl.DateTimeFormat("en-GB", {
  timeZone: "UTC", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit",
});
/** "1 Mar 2026, 14:00", UTC, of seconds since 1970. */
export function momentText(seconds) {
  return moment.format(new Date(seconds * 1000));
}
