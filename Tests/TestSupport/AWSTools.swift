import FoundationEssentials

/// What `Assets/lib/aws-tools.sh` has fetched: official vectors, botocore's signatures, ministack.
package enum AWSTools {
    /// Where it all is.
    package static let folder: String = {
        let parts = #filePath.split(separator: "/").dropLast(3)
        return "/" + parts.joined(separator: "/") + "/.build/aws"
    }()

    /// Whether the tests that need it run: where it was fetched, and in continuous integration in any case, so that they
    /// fail there rather than be left out.
    package static var areExpected: Bool {
        ProcessInfo.processInfo.environment["CI"] != nil
            || FileManager.default.fileExists(atPath: folder + "/installed")
    }
}
