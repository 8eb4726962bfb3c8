import JSON
import Testing

@Suite("A JSON object from outside")
struct JSONObjectTests {
    private func failure(_ text: String) -> JSONObjectFailure? {
        do throws(JSONObjectFailure) {
            _ = try JSONObject(parsing: Array(text.utf8))
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "Of an array the elements are read, what is further inside is passed over, numbers stay as they are, and a byte order mark is ignored"
    )
    func members() throws {
        let text = "\u{FEFF}" + #"{"a":[1,[2]],"b":{"c":1},"d":1e999,"e":null,"\u0066":"x","g":true}"#
        let object = try JSONObject(parsing: Array(text.utf8))
        #expect(object.members == ["a": [1, []], "b": [:], "d": .number("1e999"), "e": .null, "f": "x", "g": true])
        #expect(try JSONObject(parsing: Array(text.utf8), names: ["e", "z"]).members == ["e": .null])
    }

    @Test("Of a name that stands twice the first value counts, and the name is reported")
    func repeated() throws {
        let object = try JSONObject(parsing: Array(#"{"a":1,"b":2,"\u0061":3,"b":4}"#.utf8))
        #expect(object.members == ["a": 1, "b": 2])
        #expect(object.repeatedName == "a")
        let unwanted = try JSONObject(parsing: Array(#"{"a":1,"b":2,"\u0062":[3]}"#.utf8), names: ["a"])
        #expect(unwanted.members == ["a": 1] && unwanted.repeatedName == "b")
    }

    @Test("A name that stands twice is reported from wherever it is inside a value that is not wanted")
    func repeatedInside() throws {
        for text in [#"{"x":{"y":1,"\u0079":2}}"#, #"{"x":[0,{"z":{"y":1,"y":2}}],"a":1}"#] {
            #expect(try JSONObject(parsing: Array(text.utf8), names: ["a"]).repeatedName == "y")
        }
        let apart = #"{"x":{"y":{"y":1}},"y":[{"x":1},{"x":1}]}"#
        #expect(try JSONObject(parsing: Array(apart.utf8), names: []).repeatedName == nil)
    }

    @Test("A value of another type is named")
    func otherTypes() {
        let others = ["null": "null", "true": "a boolean", "-1.5": "a number", "\"\"": "a string", " [1] ": "an array"]
        for (text, name) in others { #expect(failure(text) == .notAnObject(typeName: name)) }
    }

    @Test(
        "What is not JSON is refused, wherever in it the fault is",
        arguments: [
            "", "{", "{}{}", "7 8", #"{"a":1,}"#, #"{"a":01}"#, #"{"a":["\ud800"]}"#, #"{"a":"\q"}"#, "\u{FEFF}",
            String(repeating: "{\"a\":", count: 513) + "1" + String(repeating: "}", count: 513),
        ])
    func malformed(text: String) {
        #expect(failure(text) == .notJSON)
    }

    @Test("It may be nested 500 deep, and be as deep as it likes without harm")
    func depth() {
        let brackets = String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
        #expect(failure(#"{"a":\#(brackets)}"#) == nil)
        #expect(failure(#"{"a":"# + String(repeating: "[", count: 100_000)) == .notJSON)
    }
}
