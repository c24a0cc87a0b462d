using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecs;

/// <summary>
/// The types of ECS's inputs, from AWS's own model (botocore 1.43, ecs 2014-11-13). A wrong type is refused before anything is
/// looked at; a member that is not listed is newer than the model and passes.
/// </summary>
/// <remarks>s text, i whole number, n number, b boolean, [x] list, {x} map, ! required.</remarks>
internal static class EcsShapes
{
    private static readonly FrozenDictionary<string, FrozenDictionary<string, Member>> Shapes = Parse();

    /// <exception cref="AwsError">SerializationException for a wrong type, InvalidParameterException for a missing member.</exception>
    public static void Check(string operation, JsonObject input)
    {
        if (Shapes.ContainsKey(operation + "Request"))
            Check(operation + "Request", input, operation == "RegisterTaskDefinition" ? "ClientException" : "InvalidParameterException");
    }

    private static void Check(string type, JsonNode? node, string missing)
    {
        var fits = (type[0], node?.GetValueKind()) switch
        {
            (_, null) => true,
            ('s', JsonValueKind.String) when type == "s" => true,
            ('i', JsonValueKind.Number) when type == "i" => true,
            ('n', JsonValueKind.Number) when type == "n" => true,
            ('b', JsonValueKind.True or JsonValueKind.False) when type == "b" => true,
            ('a', _) when type == "any" => true,
            ('[', JsonValueKind.Array) => true,
            ('{', JsonValueKind.Object) => true,
            (_, JsonValueKind.Object) when type.Length > 1 && type[0] != '[' => true,
            _ => false,
        };

        if (!fits)
            throw Wrong(node!, type);

        switch (node)
        {
            case JsonArray array:
                foreach (var item in array)
                    Check(type[1..^1], item, missing);
                break;
            case JsonObject map when type[0] == '{':
                foreach (var item in map)
                    Check(type[1..^1], item.Value, missing);
                break;
            case JsonObject structure when Shapes.TryGetValue(type, out var members):
                CheckMembers(structure, members, missing);
                break;
        }
    }

    private static void CheckMembers(JsonObject structure, FrozenDictionary<string, Member> members, string missing)
    {
        foreach (var (name, member) in members)
        {
            if (member.Required && structure[name] is null)
                throw new AwsError(missing, $"{char.ToUpperInvariant(name[0])}{name[1..]} should not be null or empty.");

            Check(member.Type, structure[name], missing);
        }
    }

    private static AwsError Wrong(JsonNode node, string type)
    {
        var found = node.GetValueKind() switch
        {
            JsonValueKind.Object or JsonValueKind.Array => "Start of structure or map found where not expected.",
            JsonValueKind.String => "STRING_VALUE",
            JsonValueKind.Number => "NUMBER_VALUE",
            var flag => flag.ToString().ToUpperInvariant() + "_VALUE",
        };
        var wanted = type switch { "s" => "String", "i" => "Integer", "n" => "Double", "b" => "Boolean", _ when type[0] == '[' => "List", _ => "Structure" };

        return new AwsError("SerializationException", found.EndsWith('.') ? found : $"{found} can not be converted to a {wanted}");
    }

    private static FrozenDictionary<string, FrozenDictionary<string, Member>> Parse() =>
        Table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split(' '))
            .ToFrozenDictionary(
                words => words[0],
                words => words.Skip(1).Select(word => word.Split(':')).ToFrozenDictionary(
                    pair => pair[0].TrimEnd('!'), pair => new Member(pair[1], pair[0].EndsWith('!')), StringComparer.Ordinal),
                StringComparer.Ordinal);

    private sealed record Member(string Type, bool Required);

    private const string Table = """
        CreateClusterRequest clusterName:s tags:[Tag] settings:[ClusterSetting] configuration:ClusterConfiguration capacityProviders:[s] defaultCapacityProviderStrategy:[CapacityProviderStrategyItem] serviceConnectDefaults:ClusterServiceConnectDefaultsRequest
        Tag key:s value:s
        ClusterSetting name:s value:s
        ClusterConfiguration executeCommandConfiguration:ExecuteCommandConfiguration managedStorageConfiguration:ManagedStorageConfiguration
        ExecuteCommandConfiguration kmsKeyId:s logging:s logConfiguration:ExecuteCommandLogConfiguration
        ExecuteCommandLogConfiguration cloudWatchLogGroupName:s cloudWatchEncryptionEnabled:b s3BucketName:s s3EncryptionEnabled:b s3KeyPrefix:s
        ManagedStorageConfiguration kmsKeyId:s fargateEphemeralStorageKmsKeyId:s
        CapacityProviderStrategyItem capacityProvider!:s weight:i base:i
        ClusterServiceConnectDefaultsRequest namespace!:s
        DescribeClustersRequest clusters:[s] include:[s]
        RegisterTaskDefinitionRequest family!:s taskRoleArn:s executionRoleArn:s networkMode:s containerDefinitions!:[ContainerDefinition] volumes:[Volume] placementConstraints:[TaskDefinitionPlacementConstraint] requiresCompatibilities:[s] cpu:s memory:s tags:[Tag] pidMode:s ipcMode:s proxyConfiguration:ProxyConfiguration inferenceAccelerators:[InferenceAccelerator] ephemeralStorage:EphemeralStorage runtimePlatform:RuntimePlatform enableFaultInjection:b
        ContainerDefinition name:s image:s repositoryCredentials:RepositoryCredentials cpu:i memory:i memoryReservation:i links:[s] portMappings:[PortMapping] essential:b restartPolicy:ContainerRestartPolicy entryPoint:[s] command:[s] environment:[KeyValuePair] environmentFiles:[EnvironmentFile] mountPoints:[MountPoint] volumesFrom:[VolumeFrom] linuxParameters:LinuxParameters secrets:[Secret] dependsOn:[ContainerDependency] startTimeout:i stopTimeout:i versionConsistency:s hostname:s user:s workingDirectory:s disableNetworking:b privileged:b readonlyRootFilesystem:b dnsServers:[s] dnsSearchDomains:[s] extraHosts:[HostEntry] dockerSecurityOptions:[s] interactive:b pseudoTerminal:b dockerLabels:{s} ulimits:[Ulimit] logConfiguration:LogConfiguration healthCheck:HealthCheck systemControls:[SystemControl] resourceRequirements:[ResourceRequirement] firelensConfiguration:FirelensConfiguration credentialSpecs:[s]
        RepositoryCredentials credentialsParameter!:s
        PortMapping containerPort:i hostPort:i protocol:s name:s appProtocol:s containerPortRange:s
        ContainerRestartPolicy enabled!:b ignoredExitCodes:[i] restartAttemptPeriod:i
        KeyValuePair name:s value:s
        EnvironmentFile value!:s type!:s
        MountPoint sourceVolume:s containerPath:s readOnly:b
        VolumeFrom sourceContainer:s readOnly:b
        LinuxParameters capabilities:KernelCapabilities devices:[Device] initProcessEnabled:b sharedMemorySize:i tmpfs:[Tmpfs] maxSwap:i swappiness:i
        KernelCapabilities add:[s] drop:[s]
        Device hostPath!:s containerPath:s permissions:[s]
        Tmpfs containerPath!:s size!:i mountOptions:[s]
        Secret name!:s valueFrom!:s
        ContainerDependency containerName!:s condition!:s
        HostEntry hostname!:s ipAddress!:s
        Ulimit name!:s softLimit!:i hardLimit!:i
        LogConfiguration logDriver!:s options:{s} secretOptions:[Secret]
        HealthCheck command!:[s] interval:i timeout:i retries:i startPeriod:i
        SystemControl namespace:s value:s
        ResourceRequirement value!:s type!:s
        FirelensConfiguration type!:s options:{s}
        Volume name:s host:HostVolumeProperties dockerVolumeConfiguration:DockerVolumeConfiguration efsVolumeConfiguration:EFSVolumeConfiguration s3filesVolumeConfiguration:S3FilesVolumeConfiguration fsxWindowsFileServerVolumeConfiguration:FSxWindowsFileServerVolumeConfiguration configuredAtLaunch:b
        HostVolumeProperties sourcePath:s
        DockerVolumeConfiguration scope:s autoprovision:b driver:s driverOpts:{s} labels:{s}
        EFSVolumeConfiguration fileSystemId!:s rootDirectory:s transitEncryption:s transitEncryptionPort:i authorizationConfig:EFSAuthorizationConfig
        EFSAuthorizationConfig accessPointId:s iam:s
        S3FilesVolumeConfiguration fileSystemArn!:s rootDirectory:s transitEncryptionPort:i accessPointArn:s
        FSxWindowsFileServerVolumeConfiguration fileSystemId!:s rootDirectory!:s authorizationConfig!:FSxWindowsFileServerAuthorizationConfig
        FSxWindowsFileServerAuthorizationConfig credentialsParameter!:s domain!:s
        TaskDefinitionPlacementConstraint type:s expression:s
        ProxyConfiguration type:s containerName!:s properties:[KeyValuePair]
        InferenceAccelerator deviceName!:s deviceType!:s
        EphemeralStorage sizeInGiB!:i
        RuntimePlatform cpuArchitecture:s operatingSystemFamily:s
        DescribeTaskDefinitionRequest taskDefinition!:s include:[s]
        ListTaskDefinitionsRequest familyPrefix:s status:s sort:s nextToken:s maxResults:i
        DeregisterTaskDefinitionRequest taskDefinition!:s
        CreateServiceRequest cluster:s serviceName!:s taskDefinition:s availabilityZoneRebalancing:s loadBalancers:[LoadBalancer] serviceRegistries:[ServiceRegistry] desiredCount:i clientToken:s launchType:s capacityProviderStrategy:[CapacityProviderStrategyItem] platformVersion:s role:s deploymentConfiguration:DeploymentConfiguration placementConstraints:[PlacementConstraint] placementStrategy:[PlacementStrategy] networkConfiguration:NetworkConfiguration healthCheckGracePeriodSeconds:i schedulingStrategy:s deploymentController:DeploymentController tags:[Tag] enableECSManagedTags:b propagateTags:s enableExecuteCommand:b serviceConnectConfiguration:ServiceConnectConfiguration volumeConfigurations:[ServiceVolumeConfiguration] vpcLatticeConfigurations:[VpcLatticeConfiguration] monitoring:MonitoringConfiguration
        LoadBalancer targetGroupArn:s loadBalancerName:s containerName:s containerPort:i advancedConfiguration:AdvancedConfiguration
        AdvancedConfiguration alternateTargetGroupArn:s productionListenerRule:s testListenerRule:s roleArn:s
        ServiceRegistry registryArn:s port:i containerName:s containerPort:i
        DeploymentConfiguration deploymentCircuitBreaker:DeploymentCircuitBreaker maximumPercent:i minimumHealthyPercent:i alarms:DeploymentAlarms strategy:s bakeTimeInMinutes:i lifecycleHooks:[DeploymentLifecycleHook] linearConfiguration:LinearConfiguration canaryConfiguration:CanaryConfiguration
        DeploymentCircuitBreaker enable!:b rollback!:b resetOnHealthyTask:b thresholdConfiguration:ThresholdConfiguration
        ThresholdConfiguration type!:s value!:i
        DeploymentAlarms alarmNames!:[s] rollback!:b enable!:b
        DeploymentLifecycleHook targetType:s hookTargetArn:s roleArn:s lifecycleStages:[s] hookDetails:any timeoutConfiguration:DeploymentLifecycleHookTimeoutConfiguration
        DeploymentLifecycleHookTimeoutConfiguration timeoutInMinutes:i action:s
        LinearConfiguration stepPercent:n stepBakeTimeInMinutes:i
        CanaryConfiguration canaryPercent:n canaryBakeTimeInMinutes:i
        PlacementConstraint type:s expression:s
        PlacementStrategy type:s field:s
        NetworkConfiguration awsvpcConfiguration:AwsVpcConfiguration
        AwsVpcConfiguration subnets!:[s] securityGroups:[s] assignPublicIp:s
        DeploymentController type!:s
        ServiceConnectConfiguration enabled!:b namespace:s services:[ServiceConnectService] logConfiguration:LogConfiguration accessLogConfiguration:ServiceConnectAccessLogConfiguration
        ServiceConnectService portName!:s discoveryName:s clientAliases:[ServiceConnectClientAlias] ingressPortOverride:i timeout:TimeoutConfiguration tls:ServiceConnectTlsConfiguration
        ServiceConnectClientAlias port!:i dnsName:s testTrafficRules:ServiceConnectTestTrafficRules
        ServiceConnectTestTrafficRules header!:ServiceConnectTestTrafficHeaderRules
        ServiceConnectTestTrafficHeaderRules name!:s value:ServiceConnectTestTrafficHeaderMatchRules
        ServiceConnectTestTrafficHeaderMatchRules exact!:s
        TimeoutConfiguration idleTimeoutSeconds:i perRequestTimeoutSeconds:i
        ServiceConnectTlsConfiguration issuerCertificateAuthority!:ServiceConnectTlsCertificateAuthority kmsKey:s roleArn:s
        ServiceConnectTlsCertificateAuthority awsPcaAuthorityArn:s
        ServiceConnectAccessLogConfiguration format!:s includeQueryParameters:s
        ServiceVolumeConfiguration name!:s managedEBSVolume:ServiceManagedEBSVolumeConfiguration
        ServiceManagedEBSVolumeConfiguration encrypted:b kmsKeyId:s volumeType:s sizeInGiB:i snapshotId:s volumeInitializationRate:i iops:i throughput:i tagSpecifications:[EBSTagSpecification] roleArn!:s filesystemType:s
        EBSTagSpecification resourceType!:s tags:[Tag] propagateTags:s
        VpcLatticeConfiguration roleArn!:s targetGroupArn!:s portName!:s
        MonitoringConfiguration metricConfigurations:[MetricConfiguration]
        MetricConfiguration metricNames!:[s] resolutionSeconds!:i
        UpdateServiceRequest cluster:s service!:s desiredCount:i taskDefinition:s capacityProviderStrategy:[CapacityProviderStrategyItem] deploymentConfiguration:DeploymentConfiguration availabilityZoneRebalancing:s networkConfiguration:NetworkConfiguration placementConstraints:[PlacementConstraint] placementStrategy:[PlacementStrategy] platformVersion:s forceNewDeployment:b healthCheckGracePeriodSeconds:i deploymentController:DeploymentController enableExecuteCommand:b enableECSManagedTags:b loadBalancers:[LoadBalancer] propagateTags:s serviceRegistries:[ServiceRegistry] serviceConnectConfiguration:ServiceConnectConfiguration volumeConfigurations:[ServiceVolumeConfiguration] vpcLatticeConfigurations:[VpcLatticeConfiguration] monitoring:MonitoringConfiguration
        DeleteServiceRequest cluster:s service!:s force:b
        DescribeServicesRequest cluster:s services!:[s] include:[s]
        ListServicesRequest cluster:s nextToken:s maxResults:i launchType:s schedulingStrategy:s resourceManagementType:s
        ListTasksRequest cluster:s containerInstance:s family:s nextToken:s maxResults:i startedBy:s serviceName:s desiredStatus:s launchType:s daemonName:s
        DescribeTasksRequest cluster:s tasks!:[s] include:[s]
        RunTaskRequest capacityProviderStrategy:[CapacityProviderStrategyItem] cluster:s count:i enableECSManagedTags:b enableExecuteCommand:b group:s launchType:s networkConfiguration:NetworkConfiguration overrides:TaskOverride placementConstraints:[PlacementConstraint] placementStrategy:[PlacementStrategy] platformVersion:s propagateTags:s referenceId:s startedBy:s tags:[Tag] taskDefinition!:s clientToken:s volumeConfigurations:[TaskVolumeConfiguration]
        TaskOverride containerOverrides:[ContainerOverride] cpu:s inferenceAcceleratorOverrides:[InferenceAcceleratorOverride] executionRoleArn:s memory:s taskRoleArn:s ephemeralStorage:EphemeralStorage
        ContainerOverride name:s command:[s] environment:[KeyValuePair] environmentFiles:[EnvironmentFile] cpu:i memory:i memoryReservation:i resourceRequirements:[ResourceRequirement]
        InferenceAcceleratorOverride deviceName:s deviceType:s
        TaskVolumeConfiguration name!:s managedEBSVolume:TaskManagedEBSVolumeConfiguration
        TaskManagedEBSVolumeConfiguration encrypted:b kmsKeyId:s volumeType:s sizeInGiB:i snapshotId:s volumeInitializationRate:i iops:i throughput:i tagSpecifications:[EBSTagSpecification] roleArn!:s terminationPolicy:TaskManagedEBSVolumeTerminationPolicy filesystemType:s
        TaskManagedEBSVolumeTerminationPolicy deleteOnTermination!:b
        StopTaskRequest cluster:s task!:s reason:s
        ListServiceDeploymentsRequest service!:s cluster:s status:[s] createdAt:CreatedAt nextToken:s maxResults:i
        CreatedAt before:n after:n
        DescribeServiceDeploymentsRequest serviceDeploymentArns!:[s]
        StopServiceDeploymentRequest serviceDeploymentArn!:s stopType:s
        DescribeServiceRevisionsRequest serviceRevisionArns!:[s]
        TagResourceRequest resourceArn!:s tags!:[Tag]
        ListTagsForResourceRequest resourceArn!:s
        ContinueServiceDeploymentRequest serviceDeploymentArn!:s hookId!:s action:s
        """;
}
