import Foundation
import TestSupport

/// A day at the desk: a directory of our own, a server that goes and comes back, a colleague, and what one has in one's home.
struct Shift: Sendable {
    let outage: Outage
    let colleague: Shell

    /// The person's own shell.
    var shell: Shell { outage.shell }

    /// Four people whom one has to find by what one has, five of one company, twelve without a phone, and thirty others.
    static let people: String = {
        var rows = [
            "name,email,phone,company", "Jürgen Weiß,juergen.weiss@example.de,089 7654321,Weiß & Sohn",
            "Tom Hill,tom.hill@example.com,030 23125639,", "Anna Berg,anna.berg@example.org,+47 22 33 44 55,",
            "Paul Anderson,paul.anderson@example.com,+1 555 0140,",
        ]
        rows += ["Finn Reed", "Ida Moss", "Lena Fox", "Omar Shah", "Rosa Diaz"].enumerated().map { index, name in
            "\(name),\(name.lowercased().replacing(" ", with: "."))@aster.example,+1 555 020\(index),Aster"
        }
        rows += ["Ada", "Bea", "Cem", "Dov", "Eli", "Fay", "Gus", "Hal", "Ivo", "Jan", "Kai", "Liv"].map { name in
            "\(name) Stone,\(name.lowercased()).stone@example.net,,"
        }
        rows += (10..<40).map { "Person \($0) Quill,p\($0)@example.com,+44 20 7946 00\($0)," }
        return rows.joined(separator: "\n") + "\n"
    }()

    static let peopleCount = 51

    /// As Google Contacts writes it: of one who is here with another number, one who is as here, and one who is new.
    static let google = """
        First Name,Last Name,Organization Name,E-mail 1 - Value,Phone 1 - Value
        Tom,Hill,,tom.hill@example.com,+49 30 23125639
        Ada,Stone,,ada.stone@example.net,
        Nina,Park,,nina.park@example.com,+1 555 0150

        """

    private static let configuration = """
        profile = "desk"
        [profiles.desk]
        [profiles.second]
        [commands.bill]
        key = "B"
        argv = ["/bin/sh", "-c", "cat > $HOME/billed; echo Billed."]

        """

    static let header = "From: \"Anna Berg\" <anna.berg@example.org>"

    /// Performs `body` with a server that is away, and has the people.
    static func begin(_ body: @Sendable (Shift) async throws -> Void) async throws {
        try await Outage.after { shell in
            try shell.configure(configuration)
            _ = try shell.file("google.csv", google)
            let editor = try shell.file("editor", "#!/bin/sh\nprintf '7 Elm St\\nShelbyville\\n' > \"$1\"\n")
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: editor)
            _ = try await shell.run("import", try shell.file("people.csv", people))
        } _: { outage in
            let home = outage.shell.folder + "/colleague"
            try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
            var shell = outage.shell
            shell.customers.environment["EDITOR"] = shell.folder + "/editor"
            try await body(
                Shift(outage: Outage(shell: shell, like: outage), colleague: Shell(folder: home, url: outage.url)))
        }
    }

    /// A file of one's home, line by line.
    func lines(_ name: String) throws -> [String] {
        try shell.text(of: name).split(separator: "\n").map(String.init)
    }
}
