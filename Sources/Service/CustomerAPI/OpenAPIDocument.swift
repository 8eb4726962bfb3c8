enum OpenAPIDocument {
    static let sourceSHA256 = ""
    static let json = "{}"
}
