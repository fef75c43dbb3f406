// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Texts as HTML. Whatever comes from a result file passes through `escaped()`.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace icekeel::analysis::report {

/// The text for any place of HTML or SVG, in quotes or not. Control characters and bytes that are
/// no UTF-8 become visible; line ends stay.
std::string escaped(std::string_view text);

/// JSON for the inside of a script element: no "<" is left that could end it.
std::string script_safe(std::string_view json);

/// Bytes as base64, for the data of a page.
std::string base64(std::span<const std::uint8_t> bytes);

/// A number of a drawing, with one digit behind the point at most.
std::string coordinate(double value);

/// A heading with an anchor, and the section around its content; nothing around nothing.
std::string section(std::string_view id, std::string_view title, std::string_view content);

/// A figure with its caption; `content` is HTML.
std::string figure(std::string_view caption, std::string_view content);

/// What may be wider than the screen: it scrolls on its own, also by keyboard.
std::string scrollable(std::string_view label, std::string_view content);

/// What opens on a click; closed at first.
std::string details(std::string_view summary, std::string_view content);

}  // namespace icekeel::analysis::report
