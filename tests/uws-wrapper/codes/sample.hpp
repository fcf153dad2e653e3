#pragma once
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "codes/description.hpp"
#include "uws-wrapper/launch/scratch_folder.hpp"

namespace vespa::uws {

/// What a driver's --describe writes, one parameter of every kind.
inline nlohmann::json sample_description() {
    auto const parameter = [](char const* name, char const* datatype, char const* standard) {
        return nlohmann::json{{"name", name},
                              {"option", std::string("--") + name},
                              {"datatype", datatype},
                              {"unit", ""},
                              {"ucd", ""},
                              {"default", standard},
                              {"min", ""},
                              {"max", ""},
                              {"options", nlohmann::json::array()},
                              {"required", false},
                              {"multiple", false},
                              {"group", "Integration"},
                              {"annotation", "prose"}};
    };
    auto tolerance = parameter("tolerance", "xs:double", "1e-8");
    tolerance["min"] = "1e-13";
    tolerance["max"] = "1e-3";
    auto steps = parameter("max-steps", "xs:integer", "1000");
    steps["min"] = "1";
    steps["unit"] = "step";
    auto mode = parameter("mode", "xs:string", "o");
    mode["options"] = {"o", "x"};
    auto frequencies = parameter("frequencies", "xs:string", "");
    frequencies["required"] = true;
    auto model = parameter("model", "xs:string", "");
    model["multiple"] = true;
    return {{"format", "vespa-job-description/1"},
            {"name", "raytrace"},
            {"program", "vespa-raytrace"},
            {"version", "0.1.0"},
            {"annotation", "Radio rays in magnetised plasma."},
            {"doculink", ""},
            {"parameters",
             {tolerance, steps, mode, frequencies, model, parameter("samples", "xs:boolean", "false"),
              parameter("launch-list", "file", "")}},
            {"results",
             {{{"name", "rays"},
               {"file", "rays.h5"},
               {"content_type", "application/x-hdf5"},
               {"annotation", "the rays"},
               {"main", true}}}},
            {"launch",
             {{"mpi", true},
              {"ranks_default", 2},
              {"ranks_max", 0},
              {"argv", {"{program}"}},
              {"fixed_arguments", {"--output", "rays.h5", "--quiet"}},
              {"progress_argument", "--progress-file"},
              {"inputs_argument", "--inputs-within"},
              {"config_parameter", "config"}}}};
}

/// A folder of descriptions; reads back what is put there.
class DescriptionFolder {
  public:
    std::filesystem::path file() const { return scratch_.path() / "raytrace.json"; }
    std::filesystem::path overlay() const { return scratch_.path() / "raytrace.launch.json"; }
    std::filesystem::path const& path() const { return scratch_.path(); }

    Description read(std::string const& text) const {
        std::ofstream(file()) << text;
        return read_description(file());
    }
    Description read(nlohmann::json const& document) const { return read(document.dump(1)); }
    Description read(nlohmann::json const& document, nlohmann::json const& over) const {
        std::ofstream(overlay()) << over.dump(1);
        return read(document);
    }

    /// What read() complains of; "" if it does not.
    template <class... Documents>
    std::string error_of(Documents const&... documents) const {
        try {
            read(documents...);
            return {};
        } catch (BadDescription const& error) {
            return error.what();
        }
    }

  private:
    ScratchFolder scratch_;
};

inline Description sample() {
    return DescriptionFolder().read(sample_description());
}

}  // namespace vespa::uws
