#include "access/people.hpp"

#include <nlohmann/json.hpp>

namespace vespa::uws {

using nlohmann::json;

void People::take_in(Record const& record) {
    json const value = json::parse(record.value);
    people_[record.key] = {value.at("name").get<std::string>(),
                           value.at("groups").get<std::vector<std::string>>()};
}

void People::learn(std::string const& owner, Person person) {
    Person& known = people_[owner];
    if (known.name == person.name && known.groups == person.groups) return;
    known = std::move(person);
    json const value = {{"name", known.name}, {"groups", known.groups}};
    keeper_.write({table, owner, value.dump(), {}});
}

Person const* People::find(std::string const& owner) const {
    auto const found = people_.find(owner);
    return found == people_.end() ? nullptr : &found->second;
}

}  // namespace vespa::uws
