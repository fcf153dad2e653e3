#include "lbl/absorption/line_supply.hpp"

#include <algorithm>

#include "lbl/lines/store/line_store.hpp"

namespace vespa::lbl {
namespace {

class InMemory final : public LineSupply {
  public:
    explicit InMemory(StoredLines lines) : lines_(std::move(lines)) {}

    std::vector<Isotopologue> const& isotopologues() const override { return lines_.isotopologues; }
    std::vector<std::string> const& profile_columns() const override { return lines_.profiles.columns; }
    std::uint64_t count(double from, double to) const override {
        auto const range = rows(from, to);
        return range.size();
    }
    StoredLines between(double from, double to) const override {
        auto const range = rows(from, to);
        auto const part = [&](auto const& column) {
            return std::decay_t<decltype(column)>(column.begin() + static_cast<std::ptrdiff_t>(range.first),
                                                  column.begin() + static_cast<std::ptrdiff_t>(range.last));
        };
        StoredLines some;
        some.position = part(lines_.position);
        some.log_strength = part(lines_.log_strength);
        some.lower_energy = part(lines_.lower_energy);
        some.isotopologue = part(lines_.isotopologue);
        some.profile = part(lines_.profile);
        some.isotopologues = lines_.isotopologues;
        some.profiles = lines_.profiles;
        return some;
    }

  private:
    parallel::Range rows(double from, double to) const {
        auto const& position = lines_.position;
        auto const first = std::lower_bound(position.begin(), position.end(), from);
        auto const last = std::upper_bound(first, position.end(), to);
        return {static_cast<std::uint64_t>(first - position.begin()),
                static_cast<std::uint64_t>(last - position.begin())};
    }

    StoredLines lines_;
};

class InStore final : public LineSupply {
  public:
    explicit InStore(std::filesystem::path const& path) : store_(path) {}

    std::vector<Isotopologue> const& isotopologues() const override { return store_.isotopologues(); }
    std::vector<std::string> const& profile_columns() const override { return store_.profile_columns(); }
    std::uint64_t count(double from, double to) const override {
        return store_.rows_between(from, to).size();
    }
    StoredLines between(double from, double to) const override { return store_.read(from, to); }

  private:
    LineStore store_;
};

}  // namespace

std::shared_ptr<LineSupply const> lines_in_memory(StoredLines lines) {
    return std::make_shared<InMemory>(std::move(lines));
}

std::shared_ptr<LineSupply const> lines_in_store(std::filesystem::path const& path) {
    return std::make_shared<InStore>(path);
}

}  // namespace vespa::lbl
