using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.ECR.Model;

public class GetRegistryScanningConfigurationRequest : AmazonWebServiceRequest;

public class GetRegistryScanningConfigurationResponse : AmazonWebServiceResponse
{
    public string? RegistryId { get; set; }
    public RegistryScanningConfiguration? ScanningConfiguration { get; set; }
}

public class RegistryScanningConfiguration
{
    public ScanType? ScanType { get; set; }
    public List<RegistryScanningRule>? Rules { get; set; } = Initial.List<RegistryScanningRule>();
}

public class RegistryScanningRule
{
    public ScanFrequency? ScanFrequency { get; set; }
    public List<ScanningRepositoryFilter>? RepositoryFilters { get; set; } = Initial.List<ScanningRepositoryFilter>();
}

public class ScanningRepositoryFilter
{
    public string? Filter { get; set; }
    public ScanningRepositoryFilterType? FilterType { get; set; }
}
