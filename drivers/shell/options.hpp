#pragma once
#include <array>
#include <concepts>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/errors/bad_input.hpp"
#include "shell/value.hpp"

namespace vespa::shell {

/// The options cannot be taken as they stand: unknown name, bad value, missing file. The program ends
/// with 64.
class UsageError : public BadInput {
  public:
    using BadInput::BadInput;
};

/// One word of a choice and what it means.
struct Word {
    std::string word;
    std::string prose = {};
};

/// One word of a choice that stands for an enumerator.
template <class E>
struct EnumWord {
    E value;
    std::string word;
    std::string prose = {};
};

/// What is said of an option once, for help, configuration files and the job description alike.
struct Declaration {
    std::string name;              ///< long name without dashes: "maximum-path"; also the key in a file
    std::string unit = {};         ///< as printed: "km"; empty for pure numbers and texts
    Range range = {};              ///< of a number, or of each number of a list
    std::string prose = {};        ///< one or more sentences
    std::string ucd = {};          ///< IVOA Unified Content Descriptor
    std::vector<Word> words = {};  ///< what a choice accepts
    bool required = false;         ///< must be given; then the target's first value is no default
    char letter = 0;               ///< short name, as 'o' for -o
    std::size_t least_items = 0;   ///< of a list
    std::size_t most_items = std::numeric_limits<std::size_t>::max();
    bool command_line_only = false;  ///< no key of a configuration file: --config, --help
    bool about_the_run = false;      ///< does not determine the content of the result: --output, --quiet
};

/// Where the value of an option came from; the later one wins.
enum class Origin { default_value, config_file, command_line };

/// A declared option and its present value.
struct Option {
    Declaration is;
    Kind kind = Kind::text;
    std::string group;
    Range representable = {};  ///< what the bound variable can hold
    Value default_value = {};
    Value value = {};
    Origin origin = Origin::default_value;
    std::function<void(Value const&)> store = {};  ///< hands the value to the bound variable
};

struct Group {
    std::string title;
    std::string prose = {};
};

/// The options of a program, each declared once and bound to a variable. The variable's value at the time of
/// declaration is the default; an empty std::optional, path or string means "none". Reading the command line
/// or a file writes the bound variables. Declaring wrongly (a name twice, a default out of range, no prose)
/// throws std::logic_error.
class Options {
  public:
    /// Options declared from here on stand under this title.
    void group(std::string title, std::string prose = {});

    void flag(bool& target, Declaration is);
    void number(double& target, Declaration is);
    void number(std::optional<double>& target, Declaration is);
    void text(std::string& target, Declaration is);
    /// One word of is.words.
    void choice(std::string& target, Declaration is);
    /// An input file: must exist and be readable where the first rank runs; SHA-256 in Run::inputs.
    /// A relative path in a configuration file is relative to that file's folder.
    void file(std::filesystem::path& target, Declaration is);
    void numbers(std::vector<double>& target, Declaration is);
    void texts(std::vector<std::string>& target, Declaration is);
    void vector(std::array<double, 3>& target, Declaration is);
    void vector(std::optional<std::array<double, 3>>& target, Declaration is);

    template <std::integral T>
    void integer(T& target, Declaration is) {
        add_integer<T>(
            std::move(is), Value(static_cast<std::int64_t>(target)),
            [&target](Value const& value) { target = static_cast<T>(std::get<std::int64_t>(value)); });
    }
    template <std::integral T>
    void integer(std::optional<T>& target, Declaration is) {
        add_integer<T>(
            std::move(is), target ? Value(static_cast<std::int64_t>(*target)) : Value(),
            [&target](Value const& value) { target = static_cast<T>(std::get<std::int64_t>(value)); });
    }
    /// One of the words, each standing for an enumerator; is.words is filled from them.
    template <class E>
    void choice(E& target, std::vector<EnumWord<E>> words, Declaration is) {
        Value initial;
        for (auto const& word : words) {
            is.words.push_back({word.word, word.prose});
            if (word.value == target) initial = word.word;
        }
        add(Kind::choice, std::move(is), std::move(initial), [&target, words](Value const& value) {
            for (auto const& word : words)
                if (word.word == std::get<std::string>(value)) target = word.value;
        });
    }

    std::vector<Option> const& all() const { return options_; }
    std::vector<Group> const& groups() const { return groups_; }
    Option const* find(std::string const& name) const;
    /// Whether the user gave a value, on the command line or in the file. \pre the option is declared
    bool given(std::string const& name) const;

    /// Checks the value against the declaration, keeps it and writes the bound variable.
    /// \param where how the user finds it: "--tolerance" or "run.toml:3:1: tolerance"
    /// \throws UsageError
    void assign(std::string const& name, Value value, Origin origin, std::string const& where);
    /// \throws UsageError naming the first required option that has no value
    void require_all() const;

  private:
    using Store = std::function<void(Value const&)>;
    template <std::integral T>
    void add_integer(Declaration is, Value initial, Store store) {
        if (std::is_unsigned_v<T> && is.range.lower < 0) is.range.lower = 0;
        add(Kind::integer, std::move(is), std::move(initial), std::move(store),
            {static_cast<double>(std::numeric_limits<T>::lowest()),
             static_cast<double>(std::numeric_limits<T>::max())});
    }
    void add(Kind kind, Declaration is, Value initial, Store store, Range representable = {});

    std::vector<Group> groups_ = {{"Options"}};
    std::vector<Option> options_;
    std::map<std::string, std::size_t> index_;
};

/// What the option accepts, for people: "a number in km, above 0", "one of o, x".
std::string accepted(Option const& option);
/// The declared name most like `name`; empty where none is near.
std::string nearest_name(Options const& options, std::string const& name);

}  // namespace vespa::shell
