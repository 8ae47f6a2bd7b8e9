defmodule App.MixProject do
  def project do
    [app: :app, releases: [app: [include_erts: false]]]
  end
end
