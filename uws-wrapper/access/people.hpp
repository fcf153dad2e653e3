#pragma once
#include <string>
#include <unordered_map>
#include <vector>

#include "access/record_keeper.hpp"

namespace vespa::uws {

/// What identity providers have said of somebody the last time.
struct Person {
    std::string name;
    std::vector<std::string> groups;
};

/// Everybody who has signed in, by owner text. A token or session takes name and groups from here, so that
/// who leaves a group and signs in again has left it with all tokens. Lives in the loop's thread.
class People {
  public:
    static constexpr char const* table = "person";
    explicit People(RecordKeeper& keeper) : keeper_(keeper) {}
    void take_in(Record const& record);

    /// Writes if anything is new.
    void learn(std::string const& owner, Person person);
    /// nullptr: never seen.
    Person const* find(std::string const& owner) const;

  private:
    RecordKeeper& keeper_;
    std::unordered_map<std::string, Person> people_;
};

}  // namespace vespa::uws
