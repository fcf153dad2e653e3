#include "drivers/lbl/block_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "core/errors/bad_input.hpp"
#include "core/parallel/agreement.hpp"
#include "core/parallel/reductions.hpp"
#include "shell/same_run.hpp"

namespace vespa::lbl_driver {
namespace {

/// A text that "complete" can take the place of.
std::string const unfinished("stopped\0", 8);
constexpr char format_version[] = "1.0";

/// FNV-1a over words of 64 bits; never 0, which means "not there".
class Checksum {
  public:
    void add(std::span<double const> values) {
        for (double const value : values) {
            std::uint64_t word = 0;
            std::memcpy(&word, &value, sizeof word);
            hash_ = (hash_ ^ word) * 1099511628211u;
        }
    }
    std::uint64_t value() const { return hash_ == 0 ? 1 : hash_; }

  private:
    std::uint64_t hash_ = 14695981039346656037u;
};

std::filesystem::path part_of(std::filesystem::path path) {
    return path += ".part";
}

/// What an unfinished file says of itself.
struct Beginning {
    record::Provenance provenance;
    bool is_complete = false;
};

/// Nothing where a run was killed before there was anything to go on with. \collective
std::optional<Beginning> beginning_of(shell::Run const& run, std::filesystem::path const& path) {
    try {
        auto const file = record::File::open(run.communicator, path);
        return Beginning{record::read_provenance(file.root()),
                         file.root().attribute<std::string>("status") == "complete"};
    } catch (parallel::AgreedError const& error) {
        if (!error.is_bad_input()) throw;
        return std::nullopt;
    }
}

}  // namespace

BlockFile::BlockFile(shell::Run& run, lbl::BlockPlan const& plan) : run_(run), plan_(plan) {
    auto const there = [&](std::filesystem::path const& path) {
        bool const here = run.communicator.is_root() && std::filesystem::exists(path);
        return parallel::any(run.communicator, here);
    };
    bool const has_part = there(part_of(run.output)), has_path = there(run.output);
    if (run.resume && (has_part || has_path)) {
        auto const path = has_part ? part_of(run.output) : run.output;
        if (auto const beginning = beginning_of(run, path)) {
            parallel::in_agreement(run.communicator, [&] {
                shell::check_same_run(beginning->provenance, run.provenance, path);
            });
            is_resumed_ = true;
            is_complete_ = beginning->is_complete && !has_part;
            if (!is_complete_) file_.emplace(record::File::resume(run.communicator, run.output));
            return;
        }
        if (has_path)
            parallel::in_agreement(run.communicator, [&] {
                throw BadInput("is no result of this program", path.string(),
                               "one to --resume, or another name");
            });
        run.warn(path.string() + " was not begun in earnest: nothing to go on with");
    }
    file_.emplace(record::File::create(run.communicator, run.output,
                                       run.overwrite ? record::Overwrite::yes : record::Overwrite::no));
    auto provenance = run.provenance;
    provenance.format_version = format_version;
    auto root = file_->root();
    record::write_provenance(root, provenance);
    root.set("status", unfinished);
    root.set("verified_error", 0.0);
}

std::size_t BlockFile::table(std::string const& name, std::vector<std::uint64_t> const& rows,
                             record::Meaning const& meaning, std::vector<std::uint64_t> const& inner) {
    auto shape = rows;
    shape.push_back(static_cast<std::uint64_t>(plan_.grid().points));
    shape.insert(shape.end(), inner.begin(), inner.end());
    auto root = file_->root();
    tables_.push_back(
        {is_resumed_ ? root.dataset(name) : root.create<double>(name, shape, meaning), inner.size()});
    return tables_.size() - 1;
}

void BlockFile::create_block_tables() {
    auto block = file_->root().create_group("block");
    std::uint64_t const count = plan_.blocks();
    std::vector<std::uint64_t> first, points;
    for (std::uint64_t b = 0; run_.communicator.is_root() && b < count; ++b) {
        first.push_back(plan_.points(b).first);
        points.push_back(plan_.points(b).size());
    }
    block.create<std::uint64_t>("first", {count}, {"", "index of the block's first wavenumber or bin"})
        .write_rows(0, first);
    block.create<std::uint64_t>("points", {count}, {"", "wavenumbers or bins of the block"})
        .write_rows(0, points);
    block.create<double>("error", {count},
                         {"", "largest relative error of a sum of lines met at the checked points"});
    block.create<double>(
        "dropped_strength", {count},
        {"cm/molecule", "largest sum of the intensities of lines left out as too weak, in one layer"});
    block.create<std::uint64_t>("check", {count}, {"", "checksum of the block's columns; 0: not computed"});
}

std::vector<bool> BlockFile::begin() {
    if (!is_resumed_) create_block_tables();
    auto const root = file_->root();
    error_ = root.dataset("block/error");
    dropped_ = root.dataset("block/dropped_strength");
    check_ = root.dataset("block/check");
    if (is_resumed_) return verified();
    file_->keep_unfinished();
    return {};
}

std::uint64_t BlockFile::checksum_in_file(std::uint64_t block) const {
    Checksum checksum;
    for (auto const& table : tables_)
        checksum.add(table.dataset.read_columns<double>(plan_.points(block), table.inner));
    return checksum.value();
}

std::vector<bool> BlockFile::verified() {
    auto const& ranks = run_.communicator;
    auto const checks = check_->read<std::uint64_t>();
    std::vector<bool> done(checks.size(), false);
    parallel::in_agreement(ranks, [&] {  // each rank looks at its share
        auto const mine = parallel::block_of(checks.size(), ranks.rank(), ranks.size());
        for (auto block = mine.first; block < mine.last; ++block)
            done[block] = checks[block] != 0 && checksum_in_file(block) == checks[block];
    });
    for (std::size_t block = 0; block < done.size(); ++block)
        done[block] = parallel::any(ranks, done[block]);
    run_.say(fmt::format("{}: going on with {} of {} blocks finished", run_.output.string(),
                         std::count(done.begin(), done.end(), true), done.size()));
    return done;
}

void BlockFile::finish(std::uint64_t block, std::span<std::span<double const> const> columns,
                       Found const& found) {
    Checksum checksum;
    for (std::size_t i = 0; i < tables_.size(); ++i) {
        tables_[i].dataset.write_columns(plan_.points(block).first, columns[i], tables_[i].inner);
        checksum.add(columns[i]);
    }
    error_->write_columns(block, std::vector{found.error});
    dropped_->write_columns(block, std::vector{found.dropped});
    check_->write_columns(block, std::vector{checksum.value()});
}

double BlockFile::commit(bool stopped) {
    run_.communicator.barrier();
    auto const errors = error_->read<double>();
    double const worst = errors.empty() ? 0 : *std::max_element(errors.begin(), errors.end());
    auto root = file_->root();
    root.set("verified_error", worst);
    root.set("status", stopped ? unfinished : std::string("complete"));
    file_->commit();
    return worst;
}

}  // namespace vespa::lbl_driver
