#include "mulumesc/smoothing/pixel_blocks.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace vespa::mulumesc {

namespace {

/// Solutions of small systems that a pixel may take in a sweep: it starts near its solution.
constexpr std::size_t most_solutions = 500;

/// Solves L Lᵀ x = x in place, of the first m unknowns.
void substitute(std::vector<double> const& l, std::size_t m, double* x) {
    for (std::size_t i = 0; i < m; ++i) {
        for (std::size_t j = 0; j < i; ++j)
            x[i] -= l[i * m + j] * x[j];
        x[i] /= l[i * m + i];
    }
    for (std::size_t i = m; i-- > 0;) {
        for (std::size_t j = i + 1; j < m; ++j)
            x[i] -= l[j * m + i] * x[j];
        x[i] /= l[i * m + i];
    }
}

/// The nearest values that are not negative and have the sum (Held, Wolfe & Crowder 1974).
void onto_simplex(std::vector<double>& values, double sum) {
    auto falling = values;
    std::sort(falling.begin(), falling.end(), std::greater<>());
    double shift = 0, total = 0;
    for (std::size_t k = 0; k < falling.size(); ++k) {
        total += falling[k];
        double const here = (total - sum) / static_cast<double>(k + 1);
        if (falling[k] > here) shift = here;
    }
    for (auto& value : values)
        value = std::max(0.0, value - shift);
}

}  // namespace

PixelBlocks::PixelBlocks(AbundanceMap const& map, std::uint64_t first_line, double smoothness,
                         bool sum_to_one, Window const& part)
    : map_(map),
      members_(map.endmembers),
      first_line_(first_line),
      smoothness_(smoothness),
      sum_to_one_(sum_to_one),
      near_(map.pixels(), 0),
      face_(map.pixels() * map.endmembers, 0) {
    std::size_t const samples = map.samples, pixels = map.pixels();
    for (std::size_t p = 0; p < pixels; ++p) {
        if (!takes_part(p)) continue;
        double const* const here = centre(part, p);
        auto const row = static_cast<std::ptrdiff_t>(samples * members_),
                   one = static_cast<std::ptrdiff_t>(members_);
        if ((p >= samples || part.above) && *(here - row) > 0) near_[p] |= up;
        if (p % samples > 0 && *(here - one) > 0) near_[p] |= left;
        if ((p + 1) % samples > 0 && *(here + one) > 0) near_[p] |= right;
        if ((p + samples < pixels || part.below) && *(here + row) > 0) near_[p] |= down;
    }
}

double const* PixelBlocks::centre(Window const& window, std::size_t pixel) const {
    return window.values + (pixel + (window.above ? map_.samples : 0)) * members_;
}

template <class Use>
void PixelBlocks::at_neighbours(Window const& window, std::size_t pixel, Use const& use) const {
    double const* const here = centre(window, pixel);
    auto const sides = near_[pixel];
    if (sides & up) use(here - map_.samples * members_);
    if (sides & left) use(here - members_);
    if (sides & right) use(here + members_);
    if (sides & down) use(here + map_.samples * members_);
}

double PixelBlocks::sweep(int colour, Window const& a, double* own) const {
    std::size_t const m = members_;
    SimplexTask task{m, std::vector<double>(m * m), sum_to_one_, most_solutions};
    std::vector<double> wanted(m), before(m);
    double most = 0;
    for (std::size_t p = 0; p < map_.pixels(); ++p) {
        auto const line = first_line_ + p / map_.samples;
        if (!takes_part(p) || static_cast<int>((line + p % map_.samples) % 2) != colour) continue;
        auto const& gram = map_.gram_of(p);
        double const w = map_.weight[p], ties = smoothness_ * std::popcount(near_[p]);
        for (std::size_t i = 0; i < m * m; ++i)
            task.gram[i] = w * gram[i] + (i % (m + 1) == 0 ? ties : 0);
        for (std::size_t e = 0; e < m; ++e)
            wanted[e] = 0;
        at_neighbours(a, p, [&](double const* q) {
            for (std::size_t e = 0; e < m; ++e)
                wanted[e] += q[e];
        });
        for (std::size_t e = 0; e < m; ++e)
            wanted[e] = w * map_.right[p * m + e] + smoothness_ * wanted[e];
        double* const x = own + p * m;
        before.assign(x, x + m);
        improve_simplex_plainly(task, wanted.data(), x);
        for (std::size_t e = 0; e < m; ++e)
            most = std::max(most, std::abs(x[e] - before[e]));
    }
    return most;
}

void PixelBlocks::gradient(Window const& a, double* g) const {
    std::size_t const m = members_;
    std::fill_n(g, numbers(), 0.0);
    for (std::size_t p = 0; p < map_.pixels(); ++p) {
        if (!takes_part(p)) continue;
        auto const& gram = map_.gram_of(p);
        double const* const here = centre(a, p);
        double* const out = g + p * m;
        at_neighbours(a, p, [&](double const* q) {
            for (std::size_t e = 0; e < m; ++e)
                out[e] += here[e] - q[e];
        });
        for (std::size_t e = 0; e < m; ++e) {
            double sum = -map_.right[p * m + e];
            for (std::size_t f = 0; f < m; ++f)
                sum += gram[e * m + f] * here[f];
            out[e] = map_.weight[p] * sum + smoothness_ * out[e];
        }
    }
}

void PixelBlocks::take_face(double const* own) {
    for (std::size_t i = 0; i < numbers(); ++i)
        face_[i] = own[i] > 0 && takes_part(i / members_);
}

void PixelBlocks::restrict(double* values) const {
    for (std::size_t p = 0; p < map_.pixels(); ++p)
        restrict_pixel(p, values + p * members_);
}

/// The part that a sum of 1 holds is large where the rest has become small: left in, its rounding would be
/// what conjugate gradients follow (Gould, Hribar & Nocedal 2001, SIAM J. Sci. Comput. 23, 1376).
void PixelBlocks::restrict_pixel(std::size_t pixel, double* values) const {
    std::uint8_t const* const on = &face_[pixel * members_];
    double sum = 0, count = 0;
    for (std::size_t e = 0; e < members_; ++e)
        if (on[e]) sum += values[e], count += 1;
    double const mean = sum_to_one_ && count > 0 ? sum / count : 0;
    for (std::size_t e = 0; e < members_; ++e)
        values[e] = on[e] ? values[e] - mean : 0;
}

void PixelBlocks::curve(Window const& d, double* out) const {
    std::size_t const m = members_;
    std::fill_n(out, numbers(), 0.0);
    for (std::size_t p = 0; p < map_.pixels(); ++p) {
        if (!takes_part(p)) continue;
        auto const& gram = map_.gram_of(p);
        double const* const here = centre(d, p);
        double* const to = out + p * m;
        at_neighbours(d, p, [&](double const* q) {
            for (std::size_t e = 0; e < m; ++e)
                to[e] += here[e] - q[e];
        });
        for (std::size_t e = 0; e < m; ++e) {
            double sum = 0;
            for (std::size_t f = 0; f < m; ++f)
                sum += gram[e * m + f] * here[f];
            to[e] = map_.weight[p] * sum + smoothness_ * to[e];
        }
        restrict_pixel(p, to);
    }
}

void PixelBlocks::precondition(double const* r, double* z) const {
    std::size_t const m = members_;
    std::fill_n(z, numbers(), 0.0);
    std::vector<std::size_t> at;
    std::vector<double> l, u, v;
    for (std::size_t p = 0; p < map_.pixels(); ++p) {
        at.clear();
        for (std::size_t e = 0; e < m; ++e)
            if (face_[p * m + e]) at.push_back(e);
        std::size_t const n = at.size();
        if (n == 0 || (n == 1 && sum_to_one_)) continue;
        auto const& gram = map_.gram_of(p);
        double const w = map_.weight[p], ties = smoothness_ * std::popcount(near_[p]);
        l.assign(n * n, 0);
        u.resize(n);
        v.assign(n, 1);
        for (std::size_t i = 0; i < n; ++i) {
            u[i] = r[p * m + at[i]];
            for (std::size_t j = 0; j <= i; ++j) {
                double sum = w * gram[at[i] * m + at[j]] + (i == j ? ties : 0);
                double const diagonal = sum;
                for (std::size_t k = 0; k < j; ++k)
                    sum -= l[i * n + k] * l[j * n + k];
                l[i * n + j] = i == j ? std::sqrt(std::max(sum, 1e-15 * diagonal)) : sum / l[j * n + j];
            }
        }
        substitute(l, n, u.data());
        double multiplier = 0;
        if (sum_to_one_) {
            substitute(l, n, v.data());
            double of_u = 0, of_v = 0;
            for (std::size_t i = 0; i < n; ++i)
                of_u += u[i], of_v += v[i];
            multiplier = of_u / of_v;
        }
        for (std::size_t i = 0; i < n; ++i)
            z[p * m + at[i]] = u[i] - multiplier * v[i];
    }
}

bool PixelBlocks::project(double const* a, double const* d, double t, double* to) const {
    std::size_t const m = members_;
    bool changed = false;
    std::vector<std::size_t> at;
    std::vector<double> values;
    for (std::size_t p = 0; p < map_.pixels(); ++p) {
        bool is_allowed = true;
        for (std::size_t i = p * m; i < (p + 1) * m; ++i) {
            to[i] = face_[i] ? a[i] + t * d[i] : a[i];
            is_allowed = is_allowed && !(to[i] < 0);
        }
        if (is_allowed) continue;
        changed = true;
        at.clear();
        values.clear();
        double sum = 0;
        for (std::size_t i = p * m; i < (p + 1) * m; ++i) {
            if (!face_[i]) continue;
            at.push_back(i);
            values.push_back(to[i]);
            sum += a[i];
        }
        if (sum_to_one_) {
            onto_simplex(values, sum);
        } else {
            for (auto& value : values)
                value = std::max(0.0, value);
        }
        for (std::size_t k = 0; k < at.size(); ++k)
            to[at[k]] = values[k];
    }
    return changed;
}

double PixelBlocks::longest_step(double const* a, double const* d) const {
    double longest = 1;
    for (std::size_t i = 0; i < numbers(); ++i)
        if (face_[i] && a[i] + d[i] < 0) longest = std::min(longest, a[i] / -d[i]);
    return longest;
}

std::vector<double> PixelBlocks::misfit(double const* a) const {
    std::vector<double> lines(map_.pixels() / map_.samples, 0.0);
    for (std::size_t p = 0; p < map_.pixels(); ++p)
        if (takes_part(p))
            lines[p / map_.samples] +=
                map_.weight[p] * map_.channels[p] * std::pow(rms_of_mixture(map_, p, a), 2);
    return lines;
}

std::vector<double> PixelBlocks::roughness(Window const& a) const {
    std::vector<double> lines(map_.pixels() / map_.samples, 0.0);
    for (std::size_t p = 0; p < map_.pixels(); ++p) {
        double const* const here = centre(a, p);
        auto const add = [&](double const* there) {
            for (std::size_t e = 0; e < members_; ++e)
                lines[p / map_.samples] += (here[e] - there[e]) * (here[e] - there[e]);
        };
        if (near_[p] & right) add(here + members_);
        if (near_[p] & down) add(here + map_.samples * members_);
    }
    return lines;
}

}  // namespace vespa::mulumesc
