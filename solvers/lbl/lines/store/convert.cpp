#include "lbl/lines/store/convert.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/errors/bad_input.hpp"
#include "core/parallel/agreement.hpp"
#include "core/parallel/reductions.hpp"
#include "core/parallel/transfer.hpp"
#include "core/parallel/work_counter.hpp"
#include "lbl/lines/store/sorted_runs.hpp"
#include "lbl/lines/store/store_file.hpp"
#include "lbl/lines/unpack.hpp"

namespace vespa::lbl {
namespace {

using parallel::Communicator;

constexpr double infinite = std::numeric_limits<double>::infinity();

/// A rank's part in a conversion.
class Conversion {
  public:
    Conversion(LineSource const& source, std::filesystem::path const& store, ConversionOptions const& options,
               Communicator const& communicator, parallel::Watcher& watcher)
        : source_(source),
          options_(options),
          communicator_(communicator),
          watcher_(watcher),
          columns_(source.profile_columns()),
          sets_(columns_.size()),
          runs_(lines_in(options.memory), scratch_of(store, options, communicator)) {}

    void read_source();
    void number_globally();
    void choose_buckets();
    void write(record::File& file);
    ConversionSummary const& summary() const { return summary_; }

  private:
    /// Lines of a bucket: it is held as it comes, as it goes and once more on its way between the ranks,
    /// beside a column at a time.
    static std::size_t lines_in(std::uint64_t memory) {
        return static_cast<std::size_t>(std::max<std::uint64_t>(memory / (4 * sizeof(PackedLine)), 4096));
    }
    static std::filesystem::path scratch_of(std::filesystem::path const& store,
                                            ConversionOptions const& options,
                                            Communicator const& communicator) {
        auto const folder = options.scratch.empty() ? store.parent_path() : options.scratch;
        return folder / (store.filename().string() + ".sort" + std::to_string(communicator.rank()));
    }
    void read_part(std::uint64_t part);
    std::vector<PackedLine> bucket_of_this_rank(std::size_t wave);

    LineSource const& source_;
    ConversionOptions const& options_;
    Communicator const& communicator_;
    parallel::Watcher& watcher_;
    std::vector<std::string> columns_;
    ProfileSets sets_;
    SortedRuns runs_;
    ConversionSummary summary_;
    ProfileTable profiles_;
    std::vector<Isotopologue> isotopologues_;
    std::vector<std::uint32_t> set_place_, isotopologue_place_;
    std::vector<double> borders_;  // bucket b holds borders_[b] <= position < borders_[b + 1]
};

void Conversion::read_part(std::uint64_t part) {
    auto const reader = source_.read(part);
    LinePiece piece;
    while (reader->next(piece)) {
        auto& memory = runs_.incoming();
        auto const before = memory.size();
        pack_piece(piece, columns_.size(), sets_, memory);
        for (auto i = before; i < memory.size(); ++i)
            isotopologue_place_[memory[i].isotopologue] = 1;
        summary_.without_strength += piece.without_strength;
        summary_.unknown_energy += static_cast<std::uint64_t>(
            std::count(piece.lower_energy.begin(), piece.lower_energy.end(), -1.0));
        runs_.settle();
    }
}

void Conversion::read_source() {
    isotopologue_place_.assign(source_.isotopologues().size(), 0);
    parallel::WorkCounter parts(communicator_, source_.parts(), 1);
    parallel::in_agreement(communicator_, [&] {
        try {
            while (auto const next = parts.next()) {
                read_part(next->first);
                if (watcher_.stop_requested()) parts.close();
                watcher_.progress(parts.handed_out(), 2 * source_.parts());
            }
            runs_.finish();
        } catch (...) {
            parts.close();  // the others need not read on
            throw;
        }
    });
    summary_.stopped = parallel::any(communicator_, watcher_.stop_requested());
    summary_.lines = parallel::sum(communicator_, runs_.size());
    summary_.without_strength = parallel::sum(communicator_, summary_.without_strength);
    summary_.unknown_energy = parallel::sum(communicator_, summary_.unknown_energy);
}

// Sets and isotopologues get numbers that depend on what all ranks have read, and not on who has.
void Conversion::number_globally() {
    std::vector<double> const mine(sets_.values().begin(), sets_.values().end());
    auto const first = parallel::sum_before(communicator_, std::uint64_t{sets_.size()});
    auto const all = parallel::gather_everywhere(communicator_, mine);
    parallel::in_agreement(communicator_, [&] {
        auto const order = ordered(all, columns_.size());
        auto const begin = order.place.begin() + static_cast<std::ptrdiff_t>(columns_.empty() ? 0 : first);
        set_place_.assign(
            begin, columns_.empty() ? order.place.end() : begin + static_cast<std::ptrdiff_t>(sets_.size()));
        profiles_ = table_of(columns_, order.values);
    });
    summary_.profile_sets = profiles_.sets();
    auto const used = parallel::gather_everywhere(communicator_, isotopologue_place_);
    auto const known = source_.isotopologues();
    for (std::size_t i = 0; i < known.size(); ++i) {
        bool is_used = false;
        for (std::size_t at = i; at < used.size(); at += known.size())
            is_used = is_used || used[at];
        isotopologue_place_[i] = is_used ? static_cast<std::uint32_t>(isotopologues_.size()) : unused;
        if (is_used) isotopologues_.push_back(known[i]);
    }
}

void Conversion::choose_buckets() {
    auto samples = parallel::gather_everywhere(communicator_, runs_.samples());
    std::sort(samples.begin(), samples.end());
    auto const ranks = static_cast<std::uint64_t>(communicator_.size());
    // Enough that a bucket fits, and that every rank has one.
    auto const least = std::max<std::uint64_t>(summary_.lines / lines_in(options_.memory) + 1, ranks);
    auto const step = std::max<std::uint64_t>(samples.size() / least, 1);
    borders_ = {-infinite};
    for (std::uint64_t i = step; i < samples.size(); i += step)
        if (samples[i] > borders_.back()) borders_.push_back(samples[i]);
    borders_.push_back(infinite);
}

std::vector<PackedLine> Conversion::bucket_of_this_rank(std::size_t wave) {
    auto const ranks = static_cast<std::size_t>(communicator_.size());
    std::vector<PackedLine> outgoing;
    std::vector<std::uint64_t> counts(ranks);
    parallel::in_agreement(communicator_, [&] {
        for (std::size_t rank = 0; rank < ranks; ++rank) {
            auto const bucket = wave * ranks + rank;
            if (bucket + 1 >= borders_.size()) continue;
            auto const before = outgoing.size();
            runs_.append_between(borders_[bucket], borders_[bucket + 1], outgoing);
            counts[rank] = outgoing.size() - before;
        }
        renumber(outgoing, set_place_, isotopologue_place_);
    });
    auto lines = parallel::exchange(communicator_, outgoing, counts);
    std::sort(lines.begin(), lines.end(), stands_before);
    return lines;
}

void Conversion::write(record::File& file) {
    StoreFile store(file, summary_.lines);
    store.write_isotopologues(isotopologues_);
    store.write_profiles(profiles_);
    PieceIndex index(summary_.lines);
    std::uint64_t row = 0;
    auto const ranks = static_cast<std::size_t>(communicator_.size());
    auto const waves = (borders_.size() - 1 + ranks - 1) / ranks;
    for (std::size_t wave = 0; wave < waves; ++wave) {
        summary_.stopped = parallel::any(communicator_, watcher_.stop_requested());
        if (summary_.stopped) return;
        auto const lines = bucket_of_this_rank(wave);
        auto const first = row + parallel::sum_before(communicator_, std::uint64_t{lines.size()});
        index.include(first, lines);
        store.write_lines(first, lines);
        row += parallel::sum(communicator_, std::uint64_t{lines.size()});
        watcher_.progress(waves + wave + 1, 2 * waves);
    }
    auto const firsts = parallel::gather(communicator_, index.first);
    auto const lasts = parallel::gather(communicator_, index.last);
    auto const bounds = parallel::gather(communicator_, index.bound);
    for (std::size_t at = 0; at < firsts.size(); at += index.first.size()) {
        std::span const first(firsts), last(lasts), bound(bounds);
        auto const n = index.first.size();
        index.merge(first.subspan(at, n), last.subspan(at, n),
                    bound.subspan(at * bound_temperatures.size(), n * bound_temperatures.size()));
    }
    store.write_index(index, communicator_.is_root());
}

// Checksums of the files a list comes from, shared between the ranks.
std::vector<record::InputFile> described(LineSource const& source, Communicator const& communicator) {
    auto const files = source.files();
    std::string mine;
    parallel::in_agreement(communicator, [&] {
        for (auto i = static_cast<std::size_t>(communicator.rank()); i < files.size();
             i += static_cast<std::size_t>(communicator.size()))
            mine += record::describe_input(files[i]).sha256;
    });
    auto const texts = parallel::gather_everywhere(communicator, mine);
    std::vector<record::InputFile> inputs;
    constexpr std::size_t digits = 64;
    for (std::size_t i = 0; i < files.size(); ++i) {
        inputs.push_back({files[i].filename().string(),
                          texts[i % texts.size()].substr(i / texts.size() * digits, digits)});
    }
    return inputs;
}

}  // namespace

ConversionSummary convert(LineSource const& source, std::filesystem::path const& store,
                          ConversionOptions const& options, Communicator const& communicator,
                          parallel::Watcher& watcher) {
    auto file = record::File::create(communicator, store, options.overwrite);
    Conversion conversion(source, store, options, communicator, watcher);
    conversion.read_source();
    auto const& summary = conversion.summary();
    if (summary.stopped) return summary;
    parallel::in_agreement(communicator, [&] {
        if (summary.lines == 0)
            throw BadInput("no lines", source.title(), "a list with lines of some intensity");
    });
    auto provenance = options.provenance;
    provenance.file_type = store_file_type;
    provenance.format_version = store_format_version;
    provenance.inputs = described(source, communicator);
    record::write_provenance(file.root(), provenance);
    auto root = file.root();
    root.set("title", source.title());
    root.set("citation", options.citation);
    root.set("without_strength", static_cast<std::int64_t>(summary.without_strength));
    root.set("unknown_energy", static_cast<std::int64_t>(summary.unknown_energy));
    conversion.number_globally();
    conversion.choose_buckets();
    conversion.write(file);
    if (!summary.stopped) file.commit();
    return summary;
}

}  // namespace vespa::lbl
