#include "drivers/lbl/observed.hpp"

#include <algorithm>
#include <cmath>

#include "core/parallel/agreement.hpp"
#include "core/parallel/share.hpp"
#include "lbl/instrument/binning.hpp"
#include "lbl/instrument/convolution.hpp"

namespace vespa::lbl_driver {
namespace {

constexpr std::int64_t points_at_once = 1 << 18;

bool is_radius(lbl::SpectrumTable const& table) {
    return table.name == "effective_radius";
}

/// Rows of a table side by side, each of the same number of columns.
class Rows {
  public:
    Rows(std::vector<double> values, std::size_t rows) : values_(std::move(values)), rows_(rows) {}
    std::span<double> row(std::size_t i) {
        auto const columns = values_.size() / rows_;
        return std::span(values_).subspan(i * columns, columns);
    }
    std::size_t count() const { return rows_; }
    std::vector<double> const& all() const { return values_; }

  private:
    std::vector<double> values_;
    std::size_t rows_;
};

void square(std::span<double> values) {
    for (double& value : values)
        value *= value;
}

void take_roots(std::span<double> values) {
    for (double& value : values)
        value = std::sqrt(value);
}

/// Fine spectra of a table, ready to be averaged.
Rows read(lbl::SpectrumTable const& table, record::Dataset const& fine, std::int64_t from, std::int64_t to) {
    Rows rows(fine.read_columns<double>({static_cast<std::uint64_t>(from), static_cast<std::uint64_t>(to)}),
              table.row_count());
    if (is_radius(table)) square(rows.row(0));
    return rows;
}

lbl::OutputPoints samples_of(Sampling const& sampling, lbl::SpectralGrid const& grid) {
    return outputs_within(sampling.kernel, grid.points, sampling.every);
}

std::vector<double> centres_of(std::vector<double> const& edges) {
    std::vector<double> centres;
    for (std::size_t b = 0; b + 1 < edges.size(); ++b)
        centres.push_back((edges[b] + edges[b + 1]) / 2);
    return centres;
}

/// Points [first, last) of the grid whose cells a bin touches.
std::pair<std::int64_t, std::int64_t> points_of_bin(lbl::SpectralGrid const& grid, double low, double high) {
    auto const point = [&](double edge) { return (edge - grid.first) / grid.step + 0.5; };
    return {std::max<std::int64_t>(0, static_cast<std::int64_t>(std::floor(point(low)))),
            std::min<std::int64_t>(grid.points, static_cast<std::int64_t>(std::ceil(point(high))) + 1)};
}

/// With dots between the factors, as in the rest of the file.
std::string unit_in_file(lbl::RadianceUnit unit) {
    auto text = text_of(unit);
    std::replace(text.begin(), text.end(), ' ', '.');
    return text;
}

void write_on_root(parallel::Communicator const& ranks, record::Dataset dataset,
                   std::vector<double> const& values) {
    dataset.write_rows(0, ranks.is_root() ? values : std::vector<double>{});
}

}  // namespace

std::vector<lbl::SpectrumTable> Observed::tables() const {
    std::vector<lbl::SpectrumTable> seen;
    for (auto& table : tables_of(problem_))
        if (table.name == "radiance" || table.name == "transmittance" || is_radius(table))
            seen.push_back(table);
    return seen;
}

std::vector<Observed::Pair> Observed::pairs(record::Group const& root, std::string const& group) const {
    std::vector<Pair> pairs;
    for (auto& table : tables())
        pairs.push_back({table, root.dataset(table.name), root.group(group).dataset(table.name)});
    return pairs;
}

std::string Observed::last_group() const {
    if (!instrument_.bin_edges.empty()) return "bins";
    return instrument_.sampling ? "instrument" : "";
}

void Observed::create_group(parallel::Communicator const& ranks, record::Group group,
                            std::vector<double> const& wavenumber) const {
    std::vector<double> wavelength;
    for (double const value : wavenumber)
        wavelength.push_back(1e4 / value);
    std::uint64_t const points = wavenumber.size();
    write_on_root(ranks,
                  group.create<double>("wavenumber", {points}, {"cm-1", "wavenumber", "em.wavenumber"}),
                  wavenumber);
    write_on_root(ranks,
                  group.create<double>("wavelength", {points}, {"um", "wavelength in vacuum", "em.wl"}),
                  wavelength);
    for (auto const& table : tables()) {
        auto shape = table.rows;
        shape.push_back(points);
        bool const converts = table.name == "radiance";
        bool const is_temperature = instrument_.unit == lbl::RadianceUnit::brightness_temperature;
        group.create<double>(
            table.name, shape,
            {converts ? unit_in_file(instrument_.unit) : table.unit,
             (converts && is_temperature ? "brightness temperature; from " : "") + table.description,
             converts && is_temperature ? "phys.temperature" : table.ucd});
    }
}

void Observed::create(parallel::Communicator const& ranks, record::Group root, bool is_there) {
    if (is_there) return;
    auto const& grid = problem_.grid;
    if (instrument_.sampling) {
        auto const outputs = samples_of(*instrument_.sampling, grid);
        std::vector<double> wavenumber;
        for (std::int64_t j = 0; j < outputs.count; ++j)
            wavenumber.push_back(grid.at(outputs.at(j)));
        auto group = root.create_group("instrument");
        group.set("line_shape", instrument_.sampling->shape);
        create_group(ranks, group, wavenumber);
    }
    if (instrument_.bin_edges.empty()) return;
    auto group = root.create_group("bins");
    create_group(ranks, group, centres_of(instrument_.bin_edges));
    write_on_root(ranks,
                  group.create<double>("edges", {instrument_.bin_edges.size()},
                                       {"cm-1", "of the bins, one more than these", "em.wavenumber"}),
                  instrument_.bin_edges);
}

void Observed::fill_samples(std::vector<Pair> pairs, parallel::Range share) const {
    auto const& sampling = *instrument_.sampling;
    auto const& grid = problem_.grid;
    auto const outputs = samples_of(sampling, grid);
    auto const half = static_cast<std::int64_t>(sampling.kernel.half());
    auto const at_once =
        static_cast<std::uint64_t>(std::max<std::int64_t>(1, points_at_once / sampling.every));
    for (auto first = share.first; first < share.last; first += at_once) {
        auto const last = std::min<std::uint64_t>(share.last, first + at_once);
        lbl::OutputPoints const some{outputs.at(static_cast<std::int64_t>(first)), outputs.every,
                                     static_cast<std::int64_t>(last - first)};
        std::int64_t const from = some.first - half, to = some.at(some.count - 1) + half + 1;
        std::vector<double> wavenumber;
        for (std::int64_t j = 0; j < some.count; ++j)
            wavenumber.push_back(grid.at(some.at(j)));
        for (auto& [table, fine_table, seen_table] : pairs) {
            Rows fine = read(table, fine_table, from, to);
            Rows seen(std::vector<double>(fine.count() * (last - first)), fine.count());
            for (std::size_t row = 0; row < fine.count(); ++row) {
                convolve_block(sampling.kernel, some, from, fine.row(row), seen.row(row));
                if (table.name == "radiance") convert_radiance(instrument_.unit, wavenumber, seen.row(row));
                if (is_radius(table)) take_roots(seen.row(row));
            }
            seen_table.write_columns(first, seen.all());
        }
    }
}

double Observed::value_of_bin(lbl::SpectrumTable const& table, double integral,
                              std::vector<double> const& ends) const {
    std::vector<double> mean = lbl::mean_per_wavenumber(std::span(&integral, 1), ends);
    double nu = (ends[0] + ends[1]) / 2;
    if (table.name == "radiance") {
        if (instrument_.unit == lbl::RadianceUnit::w_m2_sr_um ||
            instrument_.unit == lbl::RadianceUnit::uw_cm2_sr_um) {
            mean = lbl::mean_per_wavelength(std::span(&integral, 1), ends);
            nu = 100;  // where 1 per cm-1 is 1 per um: the unit's scale alone is left to be applied
        }
        convert_radiance(instrument_.unit, std::span(&nu, 1), mean);
    }
    if (is_radius(table)) take_roots(mean);
    return mean[0];
}

void Observed::fill_bins(std::vector<Pair> pairs, parallel::Range share) const {
    auto const& grid = problem_.grid;
    auto const& edges = instrument_.bin_edges;
    for (auto bin = share.first; bin < share.last; ++bin) {
        std::vector<double> const ends{edges[bin], edges[bin + 1]};
        auto const [begin, end] = points_of_bin(grid, ends[0], ends[1]);
        for (auto& [table, fine_table, seen_table] : pairs) {
            std::vector<double> integral(table.row_count(), 0.0);
            for (std::int64_t from = begin; from < end; from += points_at_once) {
                std::int64_t const to = std::min(end, from + points_at_once);
                Rows fine = read(table, fine_table, from, to);
                for (std::size_t row = 0; row < fine.count(); ++row)
                    add_to_bins(grid.part(from, to - from), fine.row(row), ends,
                                std::span(&integral[row], 1));
            }
            for (double& value : integral)
                value = value_of_bin(table, value, ends);
            seen_table.write_columns(bin, integral);
        }
    }
}

void Observed::fill(parallel::Communicator const& ranks, record::Group root) const {
    auto const share = [&](std::uint64_t count) {
        return parallel::block_of(count, ranks.rank(), ranks.size());
    };
    ranks.barrier();  // the blocks of the others are there
    if (instrument_.sampling) {
        auto const samples = samples_of(*instrument_.sampling, problem_.grid).count;
        auto const opened = pairs(root, "instrument");
        parallel::in_agreement(ranks,
                               [&] { fill_samples(opened, share(static_cast<std::uint64_t>(samples))); });
    }
    if (instrument_.bin_edges.empty()) return;
    auto const opened = pairs(root, "bins");
    parallel::in_agreement(ranks, [&] { fill_bins(opened, share(instrument_.bin_edges.size() - 1)); });
}

}  // namespace vespa::lbl_driver
