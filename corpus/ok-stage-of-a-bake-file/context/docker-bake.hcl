target "app" {
  contexts = {
    webui = "target:ui"
  }
}
