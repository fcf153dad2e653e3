#pragma once
#include <functional>
#include <vector>

#include "core/parallel/communicator.hpp"
#include "core/record/group.hpp"
#include "raytrace/constants.hpp"
#include "raytrace/result.hpp"

namespace vespa::raytrace_driver {

/// Writes rays and their samples as waves of them come: the groups /rays and /samples of README.md, in km,
/// Hz, cm⁻³ and nT. Functions are \collective.
class RayFile final : public raytrace::RaySink {
  public:
    /// \param along, constants  of the problem that is solved
    RayFile(parallel::Communicator const& communicator, record::Group root, raytrace::Along const& along,
            raytrace::Constants constants)
        : communicator_(communicator),
          root_(std::move(root)),
          along_(along),
          speed_of_light_(raytrace::plasma_factors(constants).speed_of_light) {}

    void begin(std::uint64_t rays) override;
    void wave(std::uint64_t first_ray, std::span<raytrace::RaySummary const> rays,
              std::span<std::uint32_t const> sample_counts, raytrace::SampleColumns const& samples) override;

  private:
    using Rays = std::span<raytrace::RaySummary const>;
    /// A column of /rays: how a wave's rows of it are appended.
    using Column = std::function<void(Rays)>;

    template <class T, class Get>
    void add_number(record::Group& group, char const* name, record::Meaning const& meaning, Get get);
    template <class Get>
    void add_vector(record::Group& group, char const* name, record::Meaning const& meaning, Get get);
    void make_ray_columns();
    void make_path_columns(record::Group& rays);
    void make_wave_columns(record::Group& rays);
    void make_sample_columns();

    parallel::Communicator const& communicator_;
    record::Group root_;
    raytrace::Along along_;
    double speed_of_light_;
    std::vector<Column> columns_;
    std::vector<record::Dataset> index_;    ///< sample_first, sample_count
    std::vector<record::Dataset> samples_;  ///< in the order of SampleColumns
    std::uint64_t samples_written_ = 0;
};

}  // namespace vespa::raytrace_driver
