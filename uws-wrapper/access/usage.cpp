#include "access/usage.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <tuple>

#include "store/store.hpp"

namespace vespa::uws {
namespace {

using nlohmann::json;

constexpr auto kept_for = std::chrono::days(3 * 366);
constexpr std::size_t day_width = 10;

}  // namespace

std::string day_text(Usage::Day day) {
    return to_text(Instant(day)).substr(0, day_width);
}

void Usage::take_in(Record const& record) {
    auto const day = parse_instant(record.key.substr(0, day_width));
    json const value = json::parse(record.value, nullptr, false);
    if (!day || record.key.size() <= day_width || !value.is_object())
        throw StoreError("store: the usage record '" + record.key + "' is malformed");
    by_owner_[record.key.substr(day_width + 1)][std::chrono::floor<std::chrono::days>(*day)] = {
        value.value("core_s", 0.0), value.value("bytes", std::uint64_t{0}),
        value.value("runs", std::uint64_t{0})};
}

void Usage::add(std::string const& owner, Instant when, Use const& use) {
    auto const day = std::chrono::floor<std::chrono::days>(when);
    Use& sum = by_owner_[owner][day];
    sum.core_seconds += use.core_seconds;
    sum.bytes += use.bytes;
    sum.runs += use.runs;
    if (keeper_ == nullptr) return;
    json const value = {{"core_s", sum.core_seconds}, {"bytes", sum.bytes}, {"runs", sum.runs}};
    keeper_->write({table, day_text(day) + " " + owner, value.dump(), Instant(day) + kept_for});
}

Use Usage::since(std::string const& owner, Day first) const {
    Use sum;
    auto const days = by_owner_.find(owner);
    if (days == by_owner_.end()) return sum;
    for (auto day = days->second.lower_bound(first); day != days->second.end(); ++day) {
        sum.core_seconds += day->second.core_seconds;
        sum.bytes += day->second.bytes;
        sum.runs += day->second.runs;
    }
    return sum;
}

std::vector<Usage::Line> Usage::between(Day first, Day last) const {
    std::vector<Line> lines;
    for (auto const& [owner, days] : by_owner_)
        for (auto day = days.lower_bound(first); day != days.end() && day->first <= last; ++day)
            lines.push_back({day->first, owner, day->second});
    std::sort(lines.begin(), lines.end(), [](Line const& a, Line const& b) {
        return std::tie(a.day, a.owner) < std::tie(b.day, b.owner);
    });
    return lines;
}

std::string accounting_text(std::vector<Usage::Line> const& lines) {
    std::string text = "day\towner\truns\tcore_seconds\tbytes\n";
    for (auto const& line : lines) {
        std::array<char, 32> core_seconds{};
        std::snprintf(core_seconds.data(), core_seconds.size(), "%.3f", line.use.core_seconds);
        text += day_text(line.day) + "\t" + (line.owner.empty() ? "anonymous" : line.owner) + "\t" +
                std::to_string(line.use.runs) + "\t" + core_seconds.data() + "\t" +
                std::to_string(line.use.bytes) + "\n";
    }
    return text;
}

}  // namespace vespa::uws
