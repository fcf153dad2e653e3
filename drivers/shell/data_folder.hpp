#pragma once
#include <filesystem>

namespace vespa::shell {

/// The folder of the models and inputs that come with the programs: share/vespa-hpc beside the folder the
/// program lies in, or VESPA_DATA_DIR where the environment names one. \throws BadInput where it is not there
std::filesystem::path data_folder();

}  // namespace vespa::shell
