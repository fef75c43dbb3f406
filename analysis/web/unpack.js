// SPDX-License-Identifier: Apache-2.0
// Numbers out of the base64 of the page.

function bytes(text) {
  return Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
}

/** Times: eight bytes a number. */
export function times(text) {
  return new Float64Array(bytes(text).buffer);
}

/** Values: two bytes between low and low + span; null where one is missing. */
export function values({ low, span, codes }) {
  const missing = 65535;
  return Array.from(new Uint16Array(bytes(codes).buffer), (code) =>
    code === missing ? null : low + (code / (missing - 1)) * span,
  );
}

/** Four digits that matter, as the text of the page has them. */
export function numberText(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  return Number(value.toPrecision(4)).toLocaleString("en", { maximumSignificantDigits: 4 });
}

const formats = {
  second: new Intl.DateTimeFormat("en-GB", {
    timeZone: "UTC", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit",
  }),
};
/** "1 Mar 2026, 14:00", UTC, of seconds since 1970. */
export function momentText(seconds) {
  return formats.second.format(new Date(seconds * 1000));
}
