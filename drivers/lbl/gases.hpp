#pragma once
#include <memory>
#include <string>
#include <vector>

#include "drivers/lbl/line_options.hpp"
#include "lbl/absorption/mixture.hpp"
#include "lbl/lines/partition/partition_sum.hpp"

namespace vespa::shell {
struct Run;
}

namespace vespa::lbl_driver {

/// The absorbing gases of a run, with their lists and partition sums.
class Gases {
  public:
    /// Reads what the options name; the files are added to the provenance. \param mixture  names of the gases
    /// that abundances are of; each gas with lines must be one \param slopes  whether derivatives by
    /// temperature are wanted \collective \throws parallel::AgreedError
    void load(shell::Run& run, LineOptions const& options, std::vector<std::string> const& mixture,
              bool slopes);

    std::vector<lbl::GasLines> const& all() const { return gases_; }

  private:
    struct Choice;
    Choice choice_of(std::string const& text, LineOptions const& options) const;
    void add(shell::Run& run, Choice const& choice, LineOptions const& options,
             std::vector<std::string> const& mixture, bool slopes);

    std::vector<lbl::GasLines> gases_;
    std::vector<std::unique_ptr<lbl::PartitionSum>> sums_;
};

}  // namespace vespa::lbl_driver
