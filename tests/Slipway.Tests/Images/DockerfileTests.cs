using Slipway.Images;

namespace Slipway.Tests.Images;

public sealed class DockerfileTests
{
    [Fact]
    public void Names_every_other_image_once_with_arguments_put_in()
    {
        const string text = """
            # syntax=docker/dockerfile:1
            ARG REGISTRY=mcr.test
            ARG VERSION=10.0 VARIANT
            FROM --platform=$BUILDPLATFORM ${REGISTRY}/sdk:${VERSION}${VARIANT:+-$VARIANT} AS Build
            ARG VERSION=9
            RUN --mount=type=bind,from=tools:1,target=/t echo "FROM not:this" \
                # a comment
                && true
            RUN <<EOF
            FROM nor:this
            EOF
            FROM build AS test
            from "debian:${DEBIAN:-12}"
            COPY --from=build /a /a
            COPY --from=0 /a /b
            COPY --from=busybox:1 /bin/sh /bin/sh
            FROM scratch
            """;

        Assert.Equal(
            ["busybox:1", "debian:12", "mcr.test/sdk:10.0-slim", "tools:1"],
            Dockerfile.Bases(text, new Dictionary<string, string> { ["VARIANT"] = "slim" }));
    }

    [Fact]
    public void A_build_argument_replaces_the_default_and_scratch_is_no_image()
    {
        const string text = "ARG BASE=scratch\nFROM ${BASE}\n";

        Assert.Empty(Dockerfile.Bases(text, new Dictionary<string, string>()));
        Assert.Equal(["debian:12"], Dockerfile.Bases(text, new Dictionary<string, string> { ["BASE"] = "debian:12" }));
    }

    [Fact]
    public void An_argument_that_the_dockerfile_does_not_declare_has_no_value() =>
        Assert.Equal(["debian:"], Dockerfile.Bases("FROM debian:$TAG", new Dictionary<string, string> { ["TAG"] = "12" }));
}
