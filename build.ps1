# Starts the build. It is compiled only when one of its inputs is newer than the last compilation.
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

$root = $PSScriptRoot
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:DOTNET_NOLOGO = '1'
$env:DOTNET_TieredPGO = '0'

if (-not (Get-Command dotnet -ErrorAction SilentlyContinue)) {
    [Console]::Error.WriteLine('dotnet is not on the PATH. Install the .NET 10 SDK (https://dotnet.microsoft.com/download), then run this again. Nothing was changed.')
    exit 1
}

$artifacts = Join-Path $root 'artifacts'
if ($env:UPSTREAM_PACKAGES -eq 'true') { $artifacts = Join-Path $artifacts 'upstream' }
$stamp = Join-Path $artifacts 'build.stamp'
$dll = Join-Path $artifacts 'bin/_build/release/_build.dll'

function Test-Changed {
    if (-not (Test-Path $stamp) -or -not (Test-Path $dll)) { return $true }
    $compiled = (Get-Item $stamp).LastWriteTimeUtc
    $inputs = @(Get-ChildItem -Path $root -File | Where-Object { $_.Name -like 'Directory.*.props' -or $_.Name -eq 'global.json' })
    $inputs += Get-ChildItem -Path (Join-Path $root 'build'), (Join-Path $root 'src'), (Join-Path $root 'compat') -Recurse |
        Where-Object { $_.FullName -notmatch '[\\/](bin|obj|node_modules)([\\/]|$)' }
    return [bool]($inputs | Where-Object { $_.LastWriteTimeUtc -gt $compiled } | Select-Object -First 1)
}

if (Test-Changed) {
    New-Item -ItemType Directory -Force -Path $artifacts | Out-Null
    # Written before the compilation, so that an edit made meanwhile counts as a change.
    Set-Content -Path "$stamp.new" -Value ''
    [Console]::Error.WriteLine('Compiling the build, as its inputs changed.')
    $output = & dotnet build (Join-Path $root 'build/_build.csproj') --configuration Release --nologo --verbosity quiet -nodeReuse:false -p:RunAnalyzers=false 2>&1
    if ($LASTEXITCODE -ne 0) {
        $output | ForEach-Object { [Console]::Error.WriteLine($_) }
        [Console]::Error.WriteLine('The build does not compile, so no target was run. Nothing was changed.')
        exit 2
    }
    Move-Item -Force -Path "$stamp.new" -Destination $stamp
}

# NUKE looks for its root from the working directory upwards; the script knows better.
$arguments = @($args)
if ((Get-Location).Path -ne $root -and $arguments -notcontains '--root') { $arguments += '--root', $root }

& dotnet $dll @arguments
exit $LASTEXITCODE
