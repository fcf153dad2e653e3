#include "drivers/raytrace/hit_map.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/parallel/transfer.hpp"
#include "core/units/constants.hpp"

namespace vespa::raytrace_driver {

namespace {

/// Numbers that every rank sends at a time.
constexpr std::size_t block_size = 1 << 17;

/// The band that holds a frequency, if one does.
std::optional<std::size_t> band_of(std::vector<HitBins::Band> const& bands, double frequency) {
    auto const after =
        std::upper_bound(bands.begin(), bands.end(), frequency,
                         [](double f, HitBins::Band const& band) { return f < band.lower_hz; });
    if (after == bands.begin()) return std::nullopt;
    auto const& band = *(after - 1);
    bool const inside = frequency < band.upper_hz || frequency == band.lower_hz;
    return inside ? std::optional(static_cast<std::size_t>(after - 1 - bands.begin())) : std::nullopt;
}

/// Bin of an angle whose whole range, from 0, has so many bins.
std::size_t bin_of(double angle, double range, std::uint32_t bins) {
    auto const bin = std::floor(angle / range * bins);
    return static_cast<std::size_t>(std::clamp(bin, 0.0, static_cast<double>(bins - 1)));
}

/// Sums of all ranks' numbers, on the first rank; nothing elsewhere. \collective
std::vector<std::uint64_t> summed(parallel::Communicator const& communicator,
                                  std::vector<std::uint64_t> const& mine) {
    std::vector<std::uint64_t> sums(communicator.is_root() ? mine.size() : 0);
    for (std::size_t first = 0; first < mine.size(); first += block_size) {
        auto const size = std::min(block_size, mine.size() - first);
        auto const begin = mine.begin() + static_cast<std::ptrdiff_t>(first);
        auto const all = parallel::gather(
            communicator, std::vector<std::uint64_t>(begin, begin + static_cast<std::ptrdiff_t>(size)));
        for (std::size_t i = 0; i < all.size(); ++i)
            sums[first + i % size] += all[i];
    }
    return sums;
}

std::vector<double> edges(std::uint32_t bins, double begin, double end) {
    std::vector<double> values;
    for (std::uint32_t i = 0; i <= bins; ++i)
        values.push_back(begin + (end - begin) * i / bins);
    return values;
}

}  // namespace

HitMap::HitMap(HitBins bins) : bins_(std::move(bins)) {
    auto const bands = bins_.bands.size();
    for (std::size_t mode = 0; mode < 2; ++mode) {
        hits_[mode].resize(bands * bins_.latitudes * bins_.longitudes);
        flown_[mode].resize(bands);
    }
    zone_.resize(bins_.places * bands * bins_.longitudes);
}

void HitMap::count(std::uint64_t ray, raytrace::RaySummary const& summary) {
    auto const band = band_of(bins_.bands, summary.frequency_hz);
    if (!band) return;
    auto const mode = summary.mode == raytrace::Mode::ordinary ? 0U : 1U;
    ++flown_[mode][*band];
    if (summary.stop_reason != raytrace::StopReason::outer_sphere) return;
    auto const& [x, y, z] = summary.end_position_m;
    double east = std::atan2(y, x);
    if (east < 0) east += 2 * units::pi;
    auto const longitude = bin_of(east, 2 * units::pi, bins_.longitudes);
    auto const latitude = bin_of(std::atan2(z, std::hypot(x, y)) + units::pi / 2, units::pi, bins_.latitudes);
    ++hits_[mode][(*band * bins_.latitudes + latitude) * bins_.longitudes + longitude];
    auto const place = ray / bins_.rays_of_place;
    ++zone_[(place * bins_.bands.size() + *band) * bins_.longitudes + longitude];
}

void HitMap::wave(std::uint64_t first_ray, std::span<raytrace::RaySummary const> rays,
                  std::span<std::uint32_t const> sample_counts, raytrace::SampleColumns const& /*samples*/) {
    for (std::size_t k = 0; k < rays.size(); ++k) {
        bool const was_flown = sample_counts[k] > 0;
        if (was_flown) count(first_ray + k, rays[k]);
    }
}

void HitMap::write(parallel::Communicator const& communicator, record::Group root) const {
    auto group = root.create_group("hit_map");
    group.set("radius", bins_.radius_m / units::km);
    group.set("unit", "km");
    std::uint64_t const bands = bins_.bands.size();
    bool const is_root = communicator.is_root();
    auto const put = [&]<class T>(char const* name, record::Shape const& shape,
                                  record::Meaning const& meaning, std::vector<T> const& values) {
        group.create<T>(name, shape, meaning).write_rows(0, is_root ? values : std::vector<T>());
    };
    std::vector<double> lower, upper;
    std::vector<std::uint64_t> first_ray;
    for (auto const& band : bins_.bands) {
        lower.push_back(band.lower_hz);
        upper.push_back(band.upper_hz);
    }
    for (std::uint64_t place = 0; place < bins_.places; ++place)
        first_ray.push_back(place * bins_.rays_of_place);
    put("longitude", {bins_.longitudes + 1ULL},
        {"deg", "edges of the bins of east longitude", "pos.bodyrc.lon"}, edges(bins_.longitudes, 0, 360));
    put("latitude", {bins_.latitudes + 1ULL},
        {"deg", "edges of the bins of planetocentric latitude", "pos.bodyrc.lat"},
        edges(bins_.latitudes, -90, 90));
    put("frequency_lower", {bands}, {"Hz", "lower end of a band, in it", "em.freq;stat.min"}, lower);
    put("frequency_upper", {bands},
        {"Hz", "upper end of a band, not in it unless it is the lower end too", "em.freq;stat.max"}, upper);
    put("place_first_ray", {bins_.places}, {"", "row in /rays of the first ray of a point or flux tube"},
        first_ray);
    record::Shape const map{bands, bins_.latitudes, bins_.longitudes};
    char const* const of[] = {"ordinary", "extraordinary"};
    for (std::size_t mode = 0; mode < 2; ++mode) {
        put(of[mode], map,
            {"", "rays of this mode that ended on the sphere, by band, latitude and longitude"},
            summed(communicator, hits_[mode]));
        put((std::string(of[mode]) + "_flown").c_str(), {bands},
            {"", "rays of this mode that were flown, by band"}, summed(communicator, flown_[mode]));
    }
    put("accessible", {bins_.places, bands, bins_.longitudes},
        {"", "rays of both modes that ended on the sphere, by place of launch, band and longitude"},
        summed(communicator, zone_));
}

}  // namespace vespa::raytrace_driver
