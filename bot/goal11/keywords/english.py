"""English words for each target of Goal 11."""

from collections.abc import Mapping

ENGLISH: Mapping[str, str] = {
    "11.1": """
        housing, home, homes, homeless, homelessness, apartment, dwelling, tenant, rent, rental, landlord, affordable,
        affordable housing, social housing, public housing, council housing, slum, shelter bed, informal settlement,
        housing first, retrofit homes, insulation, energy poverty, fuel poverty, basic services, sanitation,
        drinking water, water supply, sewer, toilet, heating grant, eviction, flat, basic service, heating, damp,
        household, living conditions, hostel, rent-free room, roof, roofs, a place to live, place to stay, lodging,
        accommodation, move in, moved in, evicted, mould, shanty, overcrowded, run-down houses, estate, homeowner,
        deposit-free, mortgage, room, rooms, bathroom, kitchen, running water, latrine, bedsits
    """,
    "11.2": """
        bus, tram, tramway, metro, subway, rail, railway, train, ferry, station, transit, public transport, transport,
        mobility, bicycle, bike, cycling, cycle, cycleway, bike lane, bike share, pedestrian, crossing, walking,
        sidewalk, pavement, footpath, crosswalk, traffic, road safety, speed limit, 30 km/h, school zone, fare,
        fare-free, ticket, timetable, low-floor, wheelchair, step-free, car-free, carsharing, taxi, on-demand,
        parking, congestion, electric vehicle, charging station, zero deaths, low-emission zone, commuter, driver,
        car, light rail, travel, travel pass, monthly pass, cyclist, cyclists, passenger, passengers, walkable,
        driverless, kerb, route, routes, buses, older people, children, disabilities, ride, rides, riders, drivers,
        vehicle, vehicles, lane, lanes, junction, roundabout, stop, stops, line, lines, bridge for walkers,
        school run, get around, wheelchairs, ramp, platform, signal, speed, collision, crash, crashes,
        injuries on the road, ride for free, airport, boat
    """,
    "11.3": """
        participatory budget, participation, participate, assembly, citizens assembly, town hall, workshop, co-design,
        consultation, urban plan, master plan, zoning, land use, brownfield, density, compact city, infill, 15-minute,
        neighbourhood council, voting, proposal, deliberation, ordinance, urban regeneration, redevelopment,
        revitalise, renewal, civic, community-led, open data, dashboard, digital twin, youth council, governance,
        citizen jury, decide, with residents, with citizens, by residents, citizen participation,
        public participation, voluntary local review, sustainable development goals, sdgs, local review, indicators,
        vision, city planning, urban planning, spatial plan, neighbourhood plan, residents, meeting, meetings,
        neighbourhood, neighbourhoods, discuss, discussed, draft plan, opinion, opinions, ideas, elected, committee,
        panel, council, storeys, sprawl, building outwards, rules, district plan, drawn by lot, chosen by,
        taking part, town plan, transparency, volunteers decide, report on progress
    """,
    "11.4": """
        heritage, world heritage, historic, history, monument, museum, archive, old town, castle, fortress, temple,
        shrine, palace, archaeological, excavation, traditional house, craft, crafts, folk, festival, intangible,
        restoration, restore, preserved, preserve, preservation, conservation, conserve, landmark, wetland, biosphere,
        biodiversity, species, habitat, nature reserve, forest reserve, oral history, culture, cultural, listed,
        facade, unesco, townscape, skyline, art, arts, artist, artists, music, mural, rite, ritual, memory, wildlife,
        bird, birds, nature, ecosystem, old houses, centuries, century, century-old, ancient, song, songs, dance,
        dances, dialect, weaving, weavers, carpenter, bell, statue, church, mosque, nest, nesting, breeding, spawning,
        endangered, orchid, turtle, whale, bat, bats, marsh, dunes, reef, guided tours, stories, apprentices,
        handed down, guild
    """,
    "11.5": """
        disaster, disasters, flood, flooding, flooded, inundation, underpass, landslide, earthquake, quake, seismic,
        tsunami, typhoon, hurricane, storm, storm surge, stormwater, heavy rain, rain, cloudburst, wildfire, fire,
        heat wave, heatwave, extreme heat, cooling centre, cold wave, drought, emergency, early warning, warning,
        alert, siren, evacuation, evacuate, evacuated, shelter, rescue, casualties, damage, water level, sensor,
        barrier, levee, dyke, dam, pump, retention basin, drain, drainage, drill, hazard map, hazard, hydrant, relief,
        safety, sponge city, sponge, elderly alone, heat, early-warning, snow, ice, erosion, coastal, river level,
        rising water, wildfires, smoke alarm, smoke alarms, sirens, rehearse, rehearsal, knock on the doors,
        knock on doors, killed, died, deaths, injured, collapse, collapsed, slope, slopes, storms, gale, frost,
        blackout, survivors, lives, first aid, firefighters, brigade, emergencies, hot days, hot spell, evacuees,
        sandbags
    """,
    "11.6": """
        waste, zero waste, recycling, recycle, reuse, repair, repaired, compost, composting, food waste, food scraps,
        organic, garbage, rubbish, trash, refuse, landfill, incinerator, litter, bin, sorting, sorted, plastic,
        single-use, disposable, packaging, reusable, cup, bottle, deposit, refill, circular, circular economy,
        textile, air quality, air, clean air, fine dust, particulate, pm2.5, pm10, pollution, polluted, smog,
        emissions, exhaust, diesel, boiler, noise, carbon footprint, upcycling, second-hand, swap, ozone, odour, coal,
        carbon, greenhouse gas, environmental footprint, dust, sewage sludge, leftovers, nitrogen, nitrogen dioxide,
        no2, fumes, chimney, chimneys, stove, stoves, filter, filters, monitors, monitoring station, breathe, asthma,
        thrown away, throw away, discarded, cups, bottles, tins, cans, glass, paper, clothes, furniture, appliances,
        toy, toys, tools, library of things, borrow, leftover, soil, fertiliser, incinerated, burned, dirty, clean-up,
        tonnes
    """,
    "11.7": """
        park, parks, pocket park, playground, garden, gardens, green, green space, green roof, greenery, greening,
        greenway, public space, public spaces, open space, square, plaza, waterfront, riverside, riverbank, river,
        promenade, trail, forest, urban forest, tree, trees, planting, planted, shade, bench, lawn, library,
        street lighting, harassment, women, women's safety, girls, children, older people, disabilities, accessible,
        play, rooftop, elevated, lake, garden city, allotment, bees, vacant lot, pedestrianised, market square, path,
        forest path, lamp, street light, street lights, picnic, meadow, pond, rooftop garden, commons, pop-up,
        pedestrian plaza, street trees, benches, sit, seating, swing, swings, slide, sandpit, grass, lawns, hedge,
        hedges, flower, flowers, pram, prams, pushchair, dog, dogs, stroll, fence, fences, courtyard, corner, corners,
        after dark, dark, lit, lights, skate, skateboard, basketball, outdoor gym, beach, shore, canal, canalside,
        school yard, schoolyard, playing, young mothers, feel safe, elderly residents
    """,
    "11.a": """
        rural, countryside, village, villages, farm, farms, farmer, farmers, local food, farmers market, food miles,
        peri-urban, hinterland, urban-rural, regional, region, regional plan, metropolitan, intermunicipal, county,
        balanced development, depopulation, population decline, shrinking, remote, island, islands, fishing village,
        town and country, neighbouring towns, school meals, migration, settle, returnees, supply chain, agriculture,
        small town, small towns, outskirts, region-wide, commuting area, hill villages, valley, valleys, orchard,
        orchards, harvest, crop, crops, milk, vegetables, fruit, dairy, grain, fields, fishermen, nearby towns,
        surrounding towns, surrounding districts, neighbouring counties, mountain, mountains, hamlet, hamlets,
        hinterlands, shared hospital, share one, shared services, joint plan, doctor comes, country doctor,
        weekend visitors, move to the country, seasonal workers, commute in, tax sharing, both sides
    """,
    "11.b": """
        climate, climate change, climate plan, climate action, climate adaptation, adaptation, mitigation, carbon,
        carbon neutral, net zero, net-zero, zero emission, climate neutrality, decarbonisation, greenhouse,
        greenhouse gas, co2, energy, renewable, solar, wind power, photovoltaic, district heating, heat pump,
        geothermal, efficiency, inventory, strategy, integrated, resilience, resilient, resilience plan, sendai,
        risk reduction, action plan, roadmap, declaration, pledge, biodiversity strategy, resource efficiency,
        climate budget, green bond, coal phase-out, climate neutral, climate emergency, solar panels, district heat,
        energy saving, power plant, megawatt, kilowatt, just transition, sponge city, emissions target,
        targets set for, carbon budget, baseline year, every department, departments, by 2040, 2040, 2050,
        hotter summers, sea level, climate risks, climate law, annual progress, cross-cutting, binding, science-based,
        net zero plan, kwh, electricity, panels, turbines, boilers, insulation programme, electric heating,
        retrofitting
    """,
    "11.c": """
        least developed countries, developing country, developing countries, ldc, development cooperation,
        foreign aid, aid, official development assistance, oda, overseas, abroad, local materials, local material,
        mud brick, earth brick, adobe, bamboo, building school, partner city, city-to-city, twinning,
        technical assistance, masons, africa, resilient buildings, know-how, donated, volunteers, poorest countries,
        poor countries, exchange of know-how, bricklayer, bricklayers, carpenters, engineers abroad, sent engineers,
        sister city, twin city, clinic, clinics, classroom, classrooms, well, wells, local timber, local stone,
        rammed earth, soil blocks, compressed earth, earth blocks, storm-proof school, architects, training yard,
        trained on site, low-income countries, poorest, south-south, mission, ministry there, district in
    """,
}
