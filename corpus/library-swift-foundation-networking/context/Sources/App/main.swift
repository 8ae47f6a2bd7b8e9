import Foundation
import FoundationNetworking
print(URLSession.shared)
