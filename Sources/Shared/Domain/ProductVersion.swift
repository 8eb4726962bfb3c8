/// The version that all programs of the product carry.
package enum ProductVersion {
    package static let text = "1.0.0"
}
